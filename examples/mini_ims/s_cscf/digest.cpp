// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/s_cscf/digest.hpp"

#include <openssl/evp.h>

#include <algorithm>

#include "common/core/random.hpp"

namespace wims::mini_ims {

namespace {
std::string md5(const std::string& text) {
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), sum, &size, EVP_md5(), nullptr);
    std::string hex;
    for (unsigned i = 0; i < size; ++i) {
        hex += "0123456789abcdef"[sum[i] >> 4];
        hex += "0123456789abcdef"[sum[i] & 15];
    }
    return hex;
}
}  // namespace

std::string Digest::challenge(const std::string& realm) {
    nonces_.push_back(random_hex(32));
    if (nonces_.size() > most) nonces_.pop_front();
    return "Digest realm=\"" + realm + "\", nonce=\"" + nonces_.back() + "\", algorithm=MD5, qop=\"auth\"";
}

Digest::Outcome Digest::check(const DigestCredentials& given, const std::string& password) {
    const auto known = std::ranges::find(nonces_, given.nonce);
    if (known == nonces_.end()) return Outcome::stale;
    nonces_.erase(known);
    const auto secret = md5(given.username + ":" + given.realm + ":" + password);
    const auto action = md5("REGISTER:" + given.uri);
    const auto expected =
        md5(secret + ":" + given.nonce + ":" + given.nc + ":" + given.cnonce + ":" + given.qop + ":" + action);
    return given.qop == "auth" && given.response == expected ? Outcome::good : Outcome::wrong;
}

}  // namespace wims::mini_ims
