// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <wims/iwf/link.hpp>

#include "signalling/iwf/worker_context.hpp"
#include "signalling/w2/sip_subprotocol.hpp"
#include "signalling/w2/web_socket.hpp"

namespace wims::signalling {

/// One WIC's WebSocket from the 101 to its end: `Up`, `Sip` both ways, `Down` once. Knows frames and time, no socket.
/// Worker's thread.
class Flow final : private w2::WebSocket::Listener {
public:
    /// The way to the client.
    struct Output {
        std::function<void(std::string)> write;
        /// Reads nothing more from the client, or again.
        std::function<void(bool)> pause;
        /// Writes what is left, then ends the connection. Comes once, after Down.
        std::function<void(std::string reason)> finish;
        /// As finish, without waiting for a client that is gone or does not read.
        std::function<void(std::string reason)> abort;
    };

    /// Sends `up` to the instance.
    Flow(WorkerContext& worker, iwf::Up up, const Instances::Instance& p_cscf, Output output);

    void receive(std::string_view octets);
    /// From the P-CSCF.
    void deliver(std::string_view sip);
    void close(std::uint16_t code, std::string_view reason);
    /// What the P-CSCF can take besides what is under way.
    void credit(std::uint32_t octets);
    void carries(const TrailId& trail) const;
    /// From here on the flow belongs to another instance, which gets the message too.
    void moved(iwf::Moved moved);
    /// The instance is gone: closes the flow when it was its own, and sends it nothing more.
    void detached(std::string_view instance);
    /// The connection is gone, whatever this did before.
    void lost(std::string_view reason);
    bool ended() const noexcept { return ended_; }

private:
    void on_message(std::string_view message, bool binary) override;
    void on_pong() override {}
    void on_close(std::uint16_t code, std::string_view reason, bool by_peer) override;

    void to_p_cscf(iwf::Frame frame);
    void not_sip(const Error& error);
    void too_silent();
    void check_alive();
    void flush();
    void down(std::string_view reason);

    WorkerContext& worker_;
    const iwf::FlowId id_;
    iwf::Up up_;
    iwf::Link* p_cscf_;  // null once it was detached
    std::string instance_;
    TimePoint moved_at_{};
    Logger log_;
    Output output_;
    w2::WebSocket socket_;
    w2::SipSubprotocol protocol_;
    std::int64_t credit_ = iwf::flow_window;  // not positive: paused
    unsigned bad_messages_ = 0;
    unsigned pings_ = 0;  // since the last octet came
    TimePoint heard_;
    bool ended_ = false;
    Timer first_message_;
    Timer alive_;
};

}  // namespace wims::signalling
