// SPDX-License-Identifier: Apache-2.0
#include "support/tls/temporary_certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace wims::test {

namespace {

void must(bool ok, const char* what) {
    if (!ok) throw std::runtime_error(what);
}

X509* self_signed(EVP_PKEY* key) {
    X509* x = X509_new();
    X509_set_version(x, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
    X509_gmtime_adj(X509_getm_notBefore(x), -3600);
    X509_gmtime_adj(X509_getm_notAfter(x), 24 * 3600);
    X509_NAME* name = X509_get_subject_name(x);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1,
                               0);
    X509_set_issuer_name(x, name);
    X509_set_pubkey(x, key);
    X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1,DNS:localhost");
    X509_add_ext(x, names, -1);
    X509_EXTENSION_free(names);
    must(X509_sign(x, key, EVP_sha256()) > 0, "sign");
    return x;
}

}  // namespace

TemporaryCertificate::TemporaryCertificate() {
    std::string pattern = (std::filesystem::temp_directory_path() / "wims-XXXXXX").string();
    must(mkdtemp(pattern.data()) != nullptr, "mkdtemp");
    directory_ = pattern;
    certificate_ = directory_ + "/chain.pem";
    key_ = directory_ + "/key.pem";

    EVP_PKEY* key = EVP_EC_gen("P-256");
    must(key != nullptr, "key");
    X509* x = self_signed(key);
    FILE* file = std::fopen(certificate_.c_str(), "w");
    must(file != nullptr && PEM_write_X509(file, x) == 1, "certificate file");
    std::fclose(file);
    file = std::fopen(key_.c_str(), "w");
    must(file != nullptr && PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr) == 1, "key file");
    std::fclose(file);
    X509_free(x);
    EVP_PKEY_free(key);
}

TemporaryCertificate::~TemporaryCertificate() {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
}

}  // namespace wims::test
