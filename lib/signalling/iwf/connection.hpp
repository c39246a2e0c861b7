// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "common/http/request_parser.hpp"
#include "common/net/stream.hpp"
#include "signalling/iwf/flow.hpp"
#include "signalling/iwf/worker_context.hpp"

namespace wims::signalling {

/// One TCP connection at W2: TLS, one HTTP request, and then a flow or an answer and the end. Worker's thread.
class Connection final : private net::Stream::Listener {
public:
    Connection(WorkerContext& worker, std::uint64_t number, std::unique_ptr<net::Channel> channel,
               TransportAddress remote);
    ~Connection() override;

    std::uint64_t number() const noexcept { return number_; }
    /// Null before the 101 and after the flow ended.
    Flow* flow() noexcept { return flow_ && !flow_->ended() ? &*flow_ : nullptr; }
    /// The IWF ends: 1001 to a flow.
    void go_away();

private:
    void on_open() override;
    void on_data(std::string_view octets) override;
    void on_closed(std::string_view reason) override;

    void request_part(std::string_view octets);
    void answer(const http::Request& request);
    void refuse(const w2::NotUpgraded& answer, bool with_body);
    void upgrade(w2::Accepted accepted);
    void write(std::string octets);
    void too_slow();

    WorkerContext& worker_;
    const std::uint64_t number_;
    const TransportAddress remote_;
    const TrailId trail_;
    Logger log_;
    bool tls_done_ = false;
    http::RequestParser parser_;
    net::Stream stream_;
    Timer handshake_;
    std::optional<Flow> flow_;
};

}  // namespace wims::signalling
