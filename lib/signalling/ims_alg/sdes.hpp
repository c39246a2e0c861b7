// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <wims/common/secret.hpp>
#include <wims/iq/gateway.hpp>

#include "common/sdp/crypto.hpp"

namespace wims::ims_alg {

/// True for the suites that the gateway has, with a key as long as theirs. [RFC 4568 6.2, RFC 6188, RFC 7714]
bool is_served(const sdp::Crypto& crypto);

/// The gateway's own keys on the core leg, one for each m-line and suite, the same for the call's life: a later offer
/// that repeats them changes no key.
class OwnKeys {
public:
    /// What an offer of the gateway's side has: lines with tags from 1.
    std::vector<sdp::Crypto> offered(std::size_t m_line);
    /// The answer to a line.
    sdp::Crypto answer(std::size_t m_line, const sdp::Crypto& offered);

private:
    const Secret& key(std::size_t m_line, const std::string& suite);

    std::map<std::pair<std::size_t, std::string>, Secret> keys_;
};

/// What the gateway needs once both lines of a suite are known.
iq::CoreSdes core_sdes(const sdp::Crypto& own, const sdp::Crypto& peers);

}  // namespace wims::ims_alg
