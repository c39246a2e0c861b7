// SPDX-License-Identifier: Apache-2.0
#include "common/tls/client_context.hpp"

#include <openssl/x509v3.h>

#include "common/net/ip_text.hpp"
#include "common/tls/context.hpp"
#include "common/tls/tls_channel.hpp"

namespace wims::tls {

namespace {

bool expect(SSL* ssl, const std::string& name) {
    if (name.empty()) return false;
    auto* param = SSL_get0_param(ssl);
    if (net::parse_ip(name)) return X509_VERIFY_PARAM_set1_ip_asc(param, name.c_str()) == 1;
    X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    return X509_VERIFY_PARAM_set1_host(param, name.data(), name.size()) == 1 &&
           SSL_set_tlsext_host_name(ssl, name.c_str()) == 1;
}

class Client final : public ClientContext {
public:
    Client(std::shared_ptr<Context> context, bool alpn_required)
        : context_(std::move(context)), alpn_required_(alpn_required) {}

    std::unique_ptr<net::Channel> connect(net::Fd fd, const std::string& name) override {
        auto ssl = context_->connection(fd.get());
        if (!ssl || !expect(ssl.get(), name)) return nullptr;
        SSL_set_connect_state(ssl.get());
        return std::make_unique<TlsChannel>(context_, std::move(ssl), std::move(fd), alpn_required_);
    }

private:
    std::shared_ptr<Context> context_;
    const bool alpn_required_;
};

}  // namespace

Result<std::shared_ptr<ClientContext>> ClientContext::create(const ClientSettings& settings) {
    auto alpn = alpn_wire(settings.alpn);
    if (!alpn) return alpn.error();
    auto context = Context::create(TLS_client_method());
    if (!context) return context.error();
    if (auto ca = (*context)->demand(settings.ca_file); !ca) return ca.error();
    if (!settings.certificate_file.empty() || !settings.private_key_file.empty())
        if (auto own = (*context)->present(settings.certificate_file, settings.private_key_file); !own)
            return own.error();
    // Returns 0 for success, unlike its neighbours.
    if (!alpn->empty() &&
        SSL_CTX_set_alpn_protos((*context)->get(), reinterpret_cast<const unsigned char*>(alpn->data()),
                                static_cast<unsigned>(alpn->size())) != 0)
        return Error{ErrorKind::internal, take_error()};
    return std::shared_ptr<ClientContext>(std::make_shared<Client>(std::move(*context), !alpn->empty()));
}

}  // namespace wims::tls
