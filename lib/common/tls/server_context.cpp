// SPDX-License-Identifier: Apache-2.0
#include "common/tls/server_context.hpp"

#include "common/tls/context.hpp"
#include "common/tls/tls_channel.hpp"

namespace wims::tls {

namespace {

class Server final : public ServerContext, public std::enable_shared_from_this<Server> {
public:
    Server(std::shared_ptr<Context> context, std::string alpn, bool alpn_required)
        : context_(std::move(context)), alpn_(std::move(alpn)), alpn_required_(alpn_required) {
        SSL_CTX_set_alpn_select_cb(context_->get(), select_alpn, this);
    }

    std::unique_ptr<net::Channel> accept(net::Fd fd) override {
        auto ssl = context_->connection(fd.get());
        if (!ssl) return nullptr;
        SSL_set_accept_state(ssl.get());
        return std::make_unique<TlsChannel>(shared_from_this(), std::move(ssl), std::move(fd), alpn_required_);
    }

private:
    static int select_alpn(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* offered,
                           unsigned int offered_length, void* server) {
        const auto& ours = static_cast<Server*>(server)->alpn_;
        unsigned char* chosen = nullptr;
        if (SSL_select_next_proto(&chosen, out_length, reinterpret_cast<const unsigned char*>(ours.data()),
                                  static_cast<unsigned>(ours.size()), offered,
                                  offered_length) != OPENSSL_NPN_NEGOTIATED)
            return SSL_TLSEXT_ERR_ALERT_FATAL;  // [RFC 7301 3.2]
        *out = chosen;
        return SSL_TLSEXT_ERR_OK;
    }

    std::shared_ptr<Context> context_;
    const std::string alpn_;  // in the form of the wire
    const bool alpn_required_;
};

// OpenSSL refuses to verify clients without one, although there is no session to resume.
constexpr unsigned char session_id_context[] = {'w', 'i', 'm', 's'};

}  // namespace

Result<std::shared_ptr<ServerContext>> ServerContext::create(const ServerSettings& settings) {
    auto alpn = alpn_wire(settings.alpn);
    if (!alpn) return alpn.error();
    if (alpn->empty()) return Error{ErrorKind::usage, "alpn: is empty"};
    auto context = Context::create(TLS_server_method());
    if (!context) return context.error();
    if (auto own = (*context)->present(settings.certificate_file, settings.private_key_file); !own) return own.error();
    if (!settings.client_ca_file.empty()) {
        if (auto ca = (*context)->demand(settings.client_ca_file); !ca) return ca.error();
        SSL_CTX_set_options((*context)->get(), SSL_OP_NO_TICKET);
        SSL_CTX_set_num_tickets((*context)->get(), 0);
        SSL_CTX_set_session_id_context((*context)->get(), session_id_context, sizeof session_id_context);
    }
    return std::shared_ptr<ServerContext>(
        std::make_shared<Server>(std::move(*context), std::move(*alpn), settings.alpn_required));
}

Result<std::shared_ptr<ServerContext>> ServerContext::create(const std::string& certificate_file,
                                                             const std::string& private_key_file) {
    return create(ServerSettings{certificate_file, private_key_file, {}, {"http/1.1"}, false});
}

}  // namespace wims::tls
