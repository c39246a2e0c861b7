// SPDX-License-Identifier: Apache-2.0
#include "common/tls/certificate_names.hpp"

#include <openssl/x509v3.h>

#include <algorithm>
#include <memory>

#include "common/net/ip_text.hpp"

namespace wims::tls {

namespace {

std::string text_of(const ASN1_STRING* value) {
    unsigned char* utf8 = nullptr;
    const int length = ASN1_STRING_to_UTF8(&utf8, value);
    if (length < 0) return {};
    std::string text(reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(length));
    OPENSSL_free(utf8);
    return text.find('\0') == std::string::npos ? text : std::string();
}

std::string common_name(const X509& certificate) {
    const auto* subject = X509_get_subject_name(&certificate);
    const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    if (at < 0 || X509_NAME_get_index_by_NID(subject, NID_commonName, at) >= 0) return {};
    return text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
}

std::string address_of(const ASN1_OCTET_STRING* value) {
    const auto length = static_cast<std::size_t>(ASN1_STRING_length(value));
    net::IpOctets ip;
    if (length != 4 && length != 16) return {};
    ip.v6 = length == 16;
    std::copy_n(ASN1_STRING_get0_data(value), length, ip.octets.begin());
    return net::ip_text(ip);
}

std::string alternative(const GENERAL_NAME* name) {
    int type = 0;
    const void* value = GENERAL_NAME_get0_value(name, &type);
    if (type == GEN_DNS || type == GEN_URI) return text_of(static_cast<const ASN1_STRING*>(value));
    if (type == GEN_IPADD) return address_of(static_cast<const ASN1_OCTET_STRING*>(value));
    return {};
}

struct FreeNames {
    void operator()(GENERAL_NAMES* names) const noexcept { GENERAL_NAMES_free(names); }
};

}  // namespace

std::vector<std::string> certificate_names(const X509& certificate) {
    std::vector<std::string> names{common_name(certificate)};
    const std::unique_ptr<GENERAL_NAMES, FreeNames> alternatives(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; alternatives && i < sk_GENERAL_NAME_num(alternatives.get()); ++i)
        if (auto name = alternative(sk_GENERAL_NAME_value(alternatives.get(), i)); !name.empty())
            names.push_back(std::move(name));
    return names;
}

}  // namespace wims::tls
