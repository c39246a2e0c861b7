// SPDX-License-Identifier: Apache-2.0
#include "media/dtls/certificate.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "common/core/random.hpp"

namespace wims::media::dtls {

namespace {

const EVP_MD* digest_named(std::string_view hash) {
    std::string lower(hash);
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (lower == "sha-256") return EVP_sha256();
    if (lower == "sha-1") return EVP_sha1();
    if (lower == "sha-384") return EVP_sha384();
    if (lower == "sha-512") return EVP_sha512();
    return nullptr;
}

bool fill(X509* x509, EVP_PKEY* key, WallTime now) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    constexpr std::int64_t day = 86400;
    X509_NAME* name = X509_get_subject_name(x509);
    return X509_set_version(x509, 2) == 1 &&
           ASN1_INTEGER_set_uint64(X509_get_serialNumber(x509), random_u64() >> 1) == 1 &&
           ASN1_TIME_set(X509_getm_notBefore(x509), seconds - day) != nullptr &&
           ASN1_TIME_set(X509_getm_notAfter(x509), seconds + 365 * day) != nullptr &&
           X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("WebRTC"), -1,
                                      -1, 0) == 1 &&
           X509_set_issuer_name(x509, name) == 1 && X509_set_pubkey(x509, key) == 1 &&
           X509_sign(x509, key, EVP_sha256()) > 0;
}

bool same_text(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

}  // namespace

Result<Certificate> Certificate::generate(WallTime now) {
    Certificate certificate{Owned<X509>(X509_new()), Owned<EVP_PKEY>(EVP_EC_gen("P-256"))};
    if (!certificate.x509 || !certificate.key || !fill(certificate.x509.get(), certificate.key.get(), now))
        return Error{ErrorKind::internal, "no ECDSA certificate could be made", 0};
    return certificate;
}

Result<w3::Fingerprint> fingerprint(const X509& certificate, std::string_view hash) {
    const EVP_MD* digest = digest_named(hash);
    if (digest == nullptr) return Error{ErrorKind::usage, "unknown fingerprint hash " + std::string(hash), 488};
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> octets{};
    unsigned size = 0;
    if (X509_digest(&certificate, digest, octets.data(), &size) != 1)
        return Error{ErrorKind::internal, "certificate digest failed", 0};
    static constexpr char hex[] = "0123456789ABCDEF";
    w3::Fingerprint result{std::string(hash), {}};
    for (unsigned i = 0; i < size; ++i) {
        if (i > 0) result.value += ':';
        result.value += hex[octets[i] >> 4];
        result.value += hex[octets[i] & 15];
    }
    return result;
}

bool matches(const X509& certificate, const std::vector<w3::Fingerprint>& fingerprints) {
    // Only the strongest hash that was announced counts: the others need not be of any use. [RFC 8122 5.1]
    int strongest = 0;
    for (const auto& announced : fingerprints)
        if (const EVP_MD* digest = digest_named(announced.hash))
            strongest = std::max(strongest, EVP_MD_get_size(digest));
    return std::any_of(fingerprints.begin(), fingerprints.end(), [&](const w3::Fingerprint& announced) {
        const EVP_MD* digest = digest_named(announced.hash);
        if (digest == nullptr || EVP_MD_get_size(digest) != strongest) return false;
        const auto actual = fingerprint(certificate, announced.hash);
        return actual.ok() && same_text(actual->value, announced.value);
    });
}

}  // namespace wims::media::dtls
