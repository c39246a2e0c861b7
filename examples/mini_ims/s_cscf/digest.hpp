// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <string>

namespace wims::mini_ims {

/// The parameters of an Authorization, without quotes; those absent are empty.
struct DigestCredentials {
    std::string username{}, realm{}, nonce{}, uri{}, response{}, qop{}, cnonce{}, nc{};
};

/// SIP digest: MD5, qop "auth", each nonce good once. [RFC 7616; TS 33.203 annex N] One thread.
class Digest {
public:
    enum class Outcome { good, wrong, stale /**< the nonce is none of ours, or was used */ };

    /// A WWW-Authenticate with a fresh nonce. The oldest of more than a hundred unused ones is forgotten.
    std::string challenge(const std::string& realm);
    Outcome check(const DigestCredentials& given, const std::string& password);

private:
    static constexpr std::size_t most = 100;
    std::deque<std::string> nonces_;
};

}  // namespace wims::mini_ims
