// SPDX-License-Identifier: Apache-2.0
#include "support/tls/authority.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace wims::test {

namespace {

constexpr long day = 24 * 3600;

void must(bool ok, const char* what) {
    if (!ok) throw std::runtime_error(what);
}

struct Free {
    void operator()(EVP_PKEY* p) const noexcept { EVP_PKEY_free(p); }
    void operator()(X509* p) const noexcept { X509_free(p); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;

void name(X509_NAME* subject, const std::string& common_name) {
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
}

void extend(X509* x, int nid, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str());
    must(extension != nullptr, "extension");
    X509_add_ext(x, extension, -1);
    X509_EXTENSION_free(extension);
}

Certificate blank(EVP_PKEY* key, const std::string& common_name, int serial) {
    Certificate x(X509_new());
    X509_set_version(x.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x.get()), serial);
    X509_gmtime_adj(X509_getm_notBefore(x.get()), -2 * day);
    X509_gmtime_adj(X509_getm_notAfter(x.get()), day);
    name(X509_get_subject_name(x.get()), common_name);
    X509_set_pubkey(x.get(), key);
    return x;
}

void write(const std::string& path, X509* x) {
    FILE* file = std::fopen(path.c_str(), "w");
    must(file != nullptr && PEM_write_X509(file, x) == 1, "certificate file");
    std::fclose(file);
}
void write(const std::string& path, EVP_PKEY* key) {
    FILE* file = std::fopen(path.c_str(), "w");
    must(file != nullptr && PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr) == 1, "key file");
    std::fclose(file);
}

}  // namespace

struct Authority::Signer {
    Key key{EVP_EC_gen("P-256")};
    Certificate certificate;
};

Authority::Authority() : signer_(std::make_unique<Signer>()) {
    std::string pattern = (std::filesystem::temp_directory_path() / "wims-XXXXXX").string();
    must(mkdtemp(pattern.data()) != nullptr, "mkdtemp");
    directory_ = pattern;
    certificate_ = directory_ + "/ca.pem";
    signer_->certificate = blank(signer_->key.get(), "authority " + directory_, 1);
    auto* x = signer_->certificate.get();
    X509_set_issuer_name(x, X509_get_subject_name(x));
    extend(x, NID_basic_constraints, "critical,CA:TRUE");
    must(X509_sign(x, signer_->key.get(), EVP_sha256()) > 0, "sign");
    write(certificate_, x);
}

Authority::~Authority() {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
}

Authority::Files Authority::issue(const Subject& subject) {
    const Key key(EVP_EC_gen("P-256"));
    must(key != nullptr, "key");
    const auto x = blank(key.get(), subject.common_name, ++issued_ + 1);
    if (subject.expired) X509_gmtime_adj(X509_getm_notAfter(x.get()), -day);
    X509_set_issuer_name(x.get(), X509_get_subject_name(signer_->certificate.get()));
    if (!subject.names.empty()) extend(x.get(), NID_subject_alt_name, subject.names);
    must(X509_sign(x.get(), signer_->key.get(), EVP_sha256()) > 0, "sign");

    const auto stem = directory_ + '/' + std::to_string(issued_);
    Files files{stem + ".pem", stem + ".key"};
    write(files.certificate, x.get());
    write(files.private_key, key.get());
    return files;
}

}  // namespace wims::test
