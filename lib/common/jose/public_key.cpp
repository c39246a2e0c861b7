// SPDX-License-Identifier: Apache-2.0
#include "common/jose/public_key.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include "common/jose/base64url.hpp"
#include "common/jose/json_object.hpp"

namespace wims::jose {
namespace {

constexpr int weakest_rsa = 2048;
constexpr int largest_rsa = 8192;
constexpr std::size_t coordinate = 32;

template <auto Free>
struct Deleter {
    template <class T>
    void operator()(T* p) const noexcept {
        Free(p);
    }
};
using Bignum = std::unique_ptr<BIGNUM, Deleter<BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Deleter<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Deleter<OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Deleter<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Deleter<ECDSA_SIG_free>>;

Error bad(std::string text) {
    ERR_clear_error();
    return {ErrorKind::usage, "JWK: " + std::move(text)};
}

const unsigned char* octets(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::shared_ptr<EVP_PKEY> build(const char* type, OSSL_PARAM_BLD* builder) {
    const Params params(OSSL_PARAM_BLD_to_param(builder));
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* key = nullptr;
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1)
        return nullptr;
    return {key, EVP_PKEY_free};
}

Result<std::shared_ptr<EVP_PKEY>> elliptic(const nlohmann::json& jwk) {
    const auto x = base64url_decode(string_member(jwk, "x"));
    const auto y = base64url_decode(string_member(jwk, "y"));
    if (!x || !y || x->size() != coordinate || y->size() != coordinate) return bad("x and y must be 32 octets each");
    const std::string point = '\x04' + *x + *y;
    const Builder builder(OSSL_PARAM_BLD_new());
    if (!builder || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1)
        return bad("out of memory");
    auto key = build("EC", builder.get());
    const KeyContext check(key ? EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr) : nullptr);
    if (!check || EVP_PKEY_public_check(check.get()) != 1) return bad("the point is not on P-256");
    return key;
}

Result<std::shared_ptr<EVP_PKEY>> rsa(const nlohmann::json& jwk) {
    const auto n = base64url_decode(string_member(jwk, "n"));
    const auto e = base64url_decode(string_member(jwk, "e"));
    if (!n || !e || n->empty() || e->empty() || n->size() > largest_rsa / 8 || e->size() > 8)
        return bad("n or e is malformed");
    const Bignum modulus(BN_bin2bn(octets(*n), static_cast<int>(n->size()), nullptr));
    const Bignum exponent(BN_bin2bn(octets(*e), static_cast<int>(e->size()), nullptr));
    if (!modulus || !exponent) return bad("out of memory");
    if (BN_num_bits(modulus.get()) < weakest_rsa) return bad("RSA below 2048 bits");
    if (!BN_is_odd(modulus.get()) || !BN_is_odd(exponent.get()) || BN_is_one(exponent.get()))
        return bad("n or e is no RSA number");
    const Builder builder(OSSL_PARAM_BLD_new());
    if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
        return bad("out of memory");
    auto key = build("RSA", builder.get());
    if (!key) return bad("not an RSA key");
    return key;
}

/// OpenSSL wants DER, JWS carries r || s. [RFC 7518 3.4]
std::string der_of(std::string_view raw) {
    if (raw.size() != 2 * coordinate) return {};
    const Signature signature(ECDSA_SIG_new());
    Bignum r(BN_bin2bn(octets(raw), coordinate, nullptr));
    Bignum s(BN_bin2bn(octets(raw) + coordinate, coordinate, nullptr));
    if (!signature || !r || !s || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) return {};
    (void)r.release();
    (void)s.release();
    unsigned char* out = nullptr;
    const int length = i2d_ECDSA_SIG(signature.get(), &out);
    if (length <= 0) return {};
    std::string der(reinterpret_cast<char*>(out), static_cast<std::size_t>(length));
    OPENSSL_free(out);
    return der;
}

}  // namespace

Result<PublicKey> PublicKey::from_jwk(const nlohmann::json& jwk) {
    if (!jwk.is_object()) return bad("not an object");
    if (jwk.contains("d")) return bad("a private key in a public key set");
    PublicKey result;
    result.kid_ = string_member(jwk, "kid");
    const std::string type = string_member(jwk, "kty"), use = string_member(jwk, "use");
    const std::string alg = string_member(jwk, "alg");
    if (!use.empty() && use != "sig") return result;
    if (!alg.empty() && !(result.only_ = algorithm_named(alg))) return result;
    if (type == "EC" && string_member(jwk, "crv") != "P-256") return result;
    if (type != "EC" && type != "RSA") return result;

    result.elliptic_ = type == "EC";
    auto key = result.elliptic_ ? elliptic(jwk) : rsa(jwk);
    if (!key) return key.error();
    result.key_ = std::move(*key);
    return result;
}

bool PublicKey::allows(Algorithm algorithm) const noexcept {
    if (!usable() || (only_ && *only_ != algorithm)) return false;
    return elliptic_ == (algorithm == Algorithm::es256);
}

bool PublicKey::verify(Algorithm algorithm, std::string_view signed_octets, std::string_view signature) const {
    if (!allows(algorithm)) return false;
    const std::string der = elliptic_ ? der_of(signature) : std::string(signature);
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* parameters = nullptr;  // belongs to context
    bool good = !der.empty() && context &&
                EVP_DigestVerifyInit(context.get(), &parameters, EVP_sha256(), nullptr, key_.get()) == 1;
    if (good && algorithm == Algorithm::ps256)
        good = EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1 &&
               EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) == 1;
    good = good &&
           EVP_DigestVerify(context.get(), octets(der), der.size(), octets(signed_octets), signed_octets.size()) == 1;
    ERR_clear_error();
    return good;
}

}  // namespace wims::jose
