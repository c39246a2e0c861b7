// SPDX-License-Identifier: Apache-2.0
#include "common/jose/es256.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include <cstdlib>

#include "common/jose/base64url.hpp"

namespace wims::jose {
namespace {

constexpr int coordinate = 32;

struct Free {
    void operator()(BIO* p) const noexcept { BIO_free(p); }
    void operator()(BIGNUM* p) const noexcept { BN_free(p); }
    void operator()(EVP_MD_CTX* p) const noexcept { EVP_MD_CTX_free(p); }
    void operator()(ECDSA_SIG* p) const noexcept { ECDSA_SIG_free(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

Error bad(std::string text) {
    ERR_clear_error();
    return {ErrorKind::usage, "signing key: " + std::move(text)};
}

std::string padded(const BIGNUM* number) {
    std::string out(coordinate, '\0');
    if (BN_bn2binpad(number, reinterpret_cast<unsigned char*>(out.data()), coordinate) != coordinate) return {};
    return out;
}

std::string coordinate_of(const EVP_PKEY* key, const char* name) {
    BIGNUM* number = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &number) != 1) return {};
    const Owned<BIGNUM> owned(number);
    return padded(number);
}

bool on_p256(const EVP_PKEY* key) {
    char group[32] = {};
    return EVP_PKEY_is_a(key, "EC") == 1 &&
           EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof group, nullptr) == 1 &&
           std::string_view(group) == "prime256v1";
}

int no_password(char*, int, int, void*) { return -1; }

}  // namespace

Result<SigningKey> SigningKey::adopt(std::shared_ptr<evp_pkey_st> key) {
    const std::string x = coordinate_of(key.get(), OSSL_PKEY_PARAM_EC_PUB_X);
    const std::string y = coordinate_of(key.get(), OSSL_PKEY_PARAM_EC_PUB_Y);
    if (x.empty() || y.empty()) return bad("has no public point");
    SigningKey result;
    result.key_ = std::move(key);
    const std::string point = R"("x":")" + base64url(x) + R"(","y":")" + base64url(y) + '"';
    const std::string thumbprint = R"({"crv":"P-256","kty":"EC",)" + point + "}";
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char*>(thumbprint.data()), thumbprint.size(), digest);
    result.kid_ = base64url({reinterpret_cast<const char*>(digest), sizeof digest});
    result.jwks_ = R"({"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":")" + result.kid_ + R"(",)" +
                   point + "}]}";
    return result;
}

Result<SigningKey> SigningKey::generate() {
    std::shared_ptr<EVP_PKEY> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    if (!key) return bad("could not be made");
    return adopt(std::move(key));
}

Result<SigningKey> SigningKey::from_pem(std::string_view pem) {
    const Owned<BIO> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    std::shared_ptr<EVP_PKEY> key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr) : nullptr,
                                  EVP_PKEY_free);
    if (!key) return bad("not a readable PEM private key");
    if (!on_p256(key.get())) return bad("not on P-256");
    return adopt(std::move(key));
}

Secret SigningKey::to_pem() const {
    const Owned<BIO> bio(BIO_new(BIO_s_secmem()));
    char* octets = nullptr;
    if (!bio || PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return {};
    const long length = BIO_get_mem_data(bio.get(), &octets);
    return Secret(std::string(octets, static_cast<std::size_t>(length)));
}

Secret SigningKey::sign(std::string_view claims) const {
    return sign(R"({"alg":"ES256","typ":"at+jwt","kid":")" + kid_ + "\"}", claims);
}

Secret SigningKey::sign(std::string_view header, std::string_view claims) const {
    std::string text = base64url(header) + "." + base64url(claims);
    const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
    unsigned char der[80];
    std::size_t length = sizeof der;
    const bool made = context && EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
                      EVP_DigestSign(context.get(), der, &length, reinterpret_cast<const unsigned char*>(text.data()),
                                     text.size()) == 1;
    const unsigned char* in = der;
    const Owned<ECDSA_SIG> signature(made ? d2i_ECDSA_SIG(nullptr, &in, static_cast<long>(length)) : nullptr);
    if (!signature) std::abort();  // a loaded P-256 key signs, or there is no memory left to answer with
    text += "." + base64url(padded(ECDSA_SIG_get0_r(signature.get())) + padded(ECDSA_SIG_get0_s(signature.get())));
    return Secret(std::move(text));
}

}  // namespace wims::jose
