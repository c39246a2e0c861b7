// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "mini_ims/sip/message_log.hpp"

namespace wims::mini_ims {

/// One request on its way through: the server transaction, the client transaction and what passes between them.
/// [RFC 3261 16] SIP thread. It ends itself by `done`, which may destroy it.
class Forwarding {
public:
    using Done = std::function<void(Forwarding&)>;

    Forwarding(nta_incoming_t* incoming, const MessageLog& log, Done done);
    ~Forwarding();
    Forwarding(const Forwarding&) = delete;
    Forwarding& operator=(const Forwarding&) = delete;

    /// Takes the message, ready to send: Route and Request-URI say where. False when it could not be sent; the request
    /// is then answered 503.
    bool send(nta_agent_t* agent, msg_t* message);

private:
    static int on_response(nta_outgoing_magic_t* self, nta_outgoing_t* outgoing, const sip_t* sip);
    static int on_ack_cancel(nta_incoming_magic_t* self, nta_incoming_t* incoming, const sip_t* sip);

    void respond(const sip_t* sip);
    void pass(int status);
    void answer(int status, const char* phrase);
    void cancel();
    void finish();

    const MessageLog& log_;
    Done done_;

    nta_incoming_t* incoming_;
    nta_outgoing_t* outgoing_ = nullptr;
    bool provisional_ = false;
    bool cancelled_ = false;
    bool cancel_sent_ = false;
    bool finished_ = false;
};

}  // namespace wims::mini_ims
