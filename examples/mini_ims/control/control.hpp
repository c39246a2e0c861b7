// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "common/http/server.hpp"
#include "mini_ims/core.hpp"

namespace wims::mini_ims {

/// The HTTP side, for scripts and tests: what the core knows, and what the phones shall do. Plain HTTP for loopback.
///
///     GET  /health  /state  /phones  /messages
///     POST /phones/tone/call {"to":"sip:Bob@enterprise.com"}
///     POST /phones/{name}/hangup | cancel | hold | resume | decline-next | reset
///     POST /phones/{name}/answer-delay {"ms":500}
///     POST /hss/remove {"impu":"sip:..."}
///
/// Runs on the control loop, which is also the phones' media loop; asks the core on the SIP thread.
class Control {
public:
    static Result<std::unique_ptr<Control>> create(EventLoop& loop, SipLoop& sip, Core& core, TransportAddress address,
                                                   Logger log);

private:
    Control(EventLoop& loop, SipLoop& sip, Core& core) : loop_(loop), sip_(sip), core_(core) {}

    void handle(const http::Request& request, http::Respond respond);
    void show_state(http::Respond respond);
    void show_phones(http::Respond respond);
    void show_messages(http::Respond respond);
    void command(const http::Request& request, http::Respond respond);
    void remove(const http::Request& request, http::Respond respond);

    EventLoop& loop_;
    SipLoop& sip_;
    Core& core_;
    std::unique_ptr<http::Server> server_;
};

}  // namespace wims::mini_ims
