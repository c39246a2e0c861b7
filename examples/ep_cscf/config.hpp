// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <wims/media/ims_agw.hpp>
#include <wims/signalling/p_cscf.hpp>
#include <wims/signalling/token_verifier.hpp>

#include "host/keys.hpp"

namespace wims::host {

struct Tokens {
    signalling::TokenVerifierConfig verifier;
    std::string keys_ca_file;  ///< who issued the certificates of the servers that jwks_uris name; empty: the system's
};

/// P-CSCF/IMS-ALG, its eIMS-AGW and the tokens it believes, whichever way its IWFs and the registrar are reached.
struct EpCscf {
    signalling::PCscfConfig p_cscf;
    media::ImsAgwConfig ims_agw;
    Tokens tokens;
};

/// "p_cscf", "ims_agw" and "tokens".
void declare(Keys& keys, EpCscf& config);

/// What "ims_agw" holds, wherever an eIMS-AGW is.
void declare(Keys& keys, media::ImsAgwConfig& config);

}  // namespace wims::host
