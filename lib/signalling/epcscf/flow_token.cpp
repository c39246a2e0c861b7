// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/flow_token.hpp"

#include <openssl/evp.h>

#include <memory>
#include <optional>
#include <vector>

#include "common/core/random.hpp"
#include "common/jose/base64url.hpp"

namespace wims::epcscf {

namespace {

using Octets = std::vector<std::uint8_t>;
constexpr std::size_t nonce_size = 12, tag_size = 16, header_size = 1 + nonce_size;
constexpr std::size_t fixed_plain_size = 4 + 4 + 8 + 8;

struct CipherFree {
    void operator()(EVP_CIPHER_CTX* c) const noexcept { EVP_CIPHER_CTX_free(c); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, CipherFree>;

constexpr std::size_t longest_token = 1024;

std::string to_text(const Octets& in) { return jose::base64url({reinterpret_cast<const char*>(in.data()), in.size()}); }

std::optional<Octets> from_text(std::string_view text) {
    const auto octets = text.size() <= longest_token ? jose::base64url_decode(text) : std::nullopt;
    if (!octets) return std::nullopt;
    return Octets(octets->begin(), octets->end());
}

void put(Octets& out, std::uint64_t value, int octets) {
    for (int i = octets - 1; i >= 0; --i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

std::uint64_t take(const Octets& in, std::size_t& at, int octets) {
    std::uint64_t value = 0;
    for (int i = 0; i < octets; ++i) value = value << 8 | in[at++];
    return value;
}

std::uint64_t unix_seconds(WallTime t) {
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(t.time_since_epoch()).count());
}

Error refused() { return {ErrorKind::auth, "the flow token was not sealed by this instance", 403}; }

}  // namespace

FlowTokens::FlowTokens(std::string instance)
    : instance_(std::move(instance)), key_id_(static_cast<std::uint8_t>(random_u64())), key_{} {
    random_octets(key_);
}

std::string FlowTokens::seal(const iwf::FlowId& flow, WallTime expires) const {
    Octets plain;
    put(plain, flow.node, 4);
    put(plain, flow.boot, 4);
    put(plain, flow.connection, 8);
    put(plain, unix_seconds(expires), 8);
    plain.insert(plain.end(), instance_.begin(), instance_.end());

    Octets out(header_size + plain.size() + tag_size);
    out[0] = key_id_;
    random_octets(std::span(out).subspan(1, nonce_size));
    const Cipher cipher(EVP_CIPHER_CTX_new());
    int n = 0;
    const bool sealed =
        EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key_.data(), out.data() + 1) == 1 &&
        EVP_EncryptUpdate(cipher.get(), nullptr, &n, out.data(), 1) == 1 &&
        EVP_EncryptUpdate(cipher.get(), out.data() + header_size, &n, plain.data(), static_cast<int>(plain.size())) ==
            1 &&
        EVP_EncryptFinal_ex(cipher.get(), nullptr, &n) == 1 &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_size, out.data() + out.size() - tag_size) == 1;
    return sealed ? to_text(out) : std::string();
}

Result<iwf::FlowId> FlowTokens::open(std::string_view token, WallTime now) const {
    auto in = from_text(token);
    if (!in || in->size() < header_size + fixed_plain_size + tag_size || in->front() != key_id_) return refused();

    Octets plain(in->size() - header_size - tag_size);
    const Cipher cipher(EVP_CIPHER_CTX_new());
    int n = 0;
    const bool genuine =
        EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key_.data(), in->data() + 1) == 1 &&
        EVP_DecryptUpdate(cipher.get(), nullptr, &n, in->data(), 1) == 1 &&
        EVP_DecryptUpdate(cipher.get(), plain.data(), &n, in->data() + header_size, static_cast<int>(plain.size())) ==
            1 &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_size, in->data() + in->size() - tag_size) == 1 &&
        EVP_DecryptFinal_ex(cipher.get(), nullptr, &n) == 1;
    if (!genuine) return refused();

    std::size_t at = 0;
    iwf::FlowId flow;
    flow.node = static_cast<std::uint32_t>(take(plain, at, 4));
    flow.boot = static_cast<std::uint32_t>(take(plain, at, 4));
    flow.connection = take(plain, at, 8);
    const std::uint64_t expires = take(plain, at, 8);
    const std::string instance(plain.begin() + static_cast<std::ptrdiff_t>(at), plain.end());
    if (instance != instance_) return refused();
    if (expires <= unix_seconds(now)) return Error{ErrorKind::auth, "the flow token has expired", 403};
    return flow;
}

}  // namespace wims::epcscf
