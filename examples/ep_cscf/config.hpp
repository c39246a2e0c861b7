// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <wims/media/ims_agw.hpp>
#include <wims/signalling/p_cscf.hpp>
#include <wims/signalling/token_verifier.hpp>

#include "ep_cscf/transcoding.hpp"
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
    Transcoding transcoding;
    Tokens tokens;
};

/// "p_cscf", "ims_agw", "transcoding" and "tokens".
void declare(Keys& keys, EpCscf& config);

/// What "ims_agw" holds, wherever an eIMS-AGW is.
void declare(Keys& keys, media::ImsAgwConfig& config);

/// Gives the gateway what it codes with, and tells the IMS-ALG. The factory outlives the gateway.
Result<std::unique_ptr<media::CodecFactory>> give_codecs(EpCscf& config);

}  // namespace wims::host
