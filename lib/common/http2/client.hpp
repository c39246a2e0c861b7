// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include <wims/common/address.hpp>
#include <wims/common/log.hpp>
#include <wims/common/result.hpp>

#include "common/adapters/nghttp2/client_session.hpp"
#include "common/net/stream.hpp"
#include "common/tls/client_context.hpp"

namespace wims::http2 {

struct ClientConfig {
    TransportAddress server;
    std::string server_name;                       ///< that its certificate must carry: a DNS name or IP address
    std::string ca_file;                           ///< PEM
    std::string certificate_file;                  ///< PEM chain, of this client
    std::string private_key_file;                  ///< PEM
    std::size_t in_flight = 100;                   ///< requests at once on the connection
    std::size_t waiting = 1000;                    ///< more fail at once
    Duration patience = std::chrono::seconds(10);  ///< no request waits longer
    Duration silence = std::chrono::seconds(5);    ///< then a PING, and after as long again the connection is given up
};

/// One request of a Client.
struct Ask {
    http::Request request;                                 ///< method, target, headers, body
    std::function<bool()> abandoned;                       ///< nobody waits for the answer any more
    std::function<void(Result<http::Response>)> answered;  ///< once, on the loop. limit, io, timeout: each 504
    Duration patience{};                                   ///< 0: that of the configuration
};

/// A client of one HTTP/2 server: one connection with mutual TLS, made when there is something to ask, made anew with
/// back-off (0.1 to 1 s) when it breaks. A request that may have reached a server whose connection then broke is sent
/// once more; whoever asks must have made that safe. Loop's thread.
class Client final : private net::Stream::Listener, private ClientSession::Listener {
public:
    /// usage: bad address, certificate, key or authority, the text says which.
    static Result<std::unique_ptr<Client>> create(EventLoop& loop, const ClientConfig& config, Logger log);
    /// What is still asked is not answered.
    ~Client() override;

    void ask(Ask ask);
    /// From now on there is a connection whenever there can be one, also with nothing to ask.
    void keep_connected();
    bool connected() const noexcept { return session_ != nullptr && open_; }
    std::size_t pending() const noexcept { return waiting_.size() + asked_.size(); }

private:
    struct Pending {
        Ask ask;
        TimePoint until;
        int sent = 0;
    };

    Client(EventLoop& loop, const ClientConfig& config, Logger log, std::shared_ptr<tls::ClientContext> tls);

    void on_open() override;
    void on_data(std::string_view octets) override;
    void on_drained() override { pump(); }
    void on_closed(std::string_view reason) override;
    void on_response(StreamId id, http::Response response) override;
    void on_failed(StreamId id, bool untouched) override;

    void connect();
    void lost(std::string_view reason);
    void pump();
    void flush();
    void again(Pending pending, bool untouched);
    void tick();
    void look_for_life(TimePoint now);

    EventLoop& loop_;
    const ClientConfig config_;
    Logger log_;
    std::shared_ptr<tls::ClientContext> tls_;
    std::deque<Pending> waiting_;
    std::map<StreamId, Pending> asked_;
    std::unique_ptr<net::Stream> stream_;
    std::unique_ptr<ClientSession> session_;
    bool open_ = false, feeding_ = false, pinged_ = false, kept_ = false;
    TimePoint heard_{}, began_{};
    Duration back_off_{};
    Timer reconnect_, tick_;
};

}  // namespace wims::http2
