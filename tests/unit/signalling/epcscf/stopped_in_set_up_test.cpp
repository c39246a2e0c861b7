// SPDX-License-Identifier: Apache-2.0
#include "call.hpp"

using namespace wims;
using namespace wims::test;

namespace {

/// A set-up as far as it gets.
void set_up(OutgoingCall& c) {
    c.dial();
    if (c.rig.mw.all("INVITE").empty()) return;
    c.core_says(180);
    c.core_says(200, phone_answer);
    if (c.wic->status(c.invite) != 200) return;
    c.ok = c.wic->last_response(c.invite);
    c.wic->send(c.wic->in_dialog("ACK", c.invite, c.ok, c.wic->cseq));
}

void set_up(IncomingCall& c) {
    c.call();
    if (c.wic->requests("INVITE").empty()) return;
    c.wic_says(180);
    c.wic_says(200, browser_answer);
    if (c.core->status() != 200) return;
    c.rig.mw.receive(c.rig.core_in_dialog("ACK", c.core->request(), c.core->responses.back(), 5));
    c.rig.run();
}

/// Ends the instance after each task of the set-up in turn; returns how many contexts there were at most at that moment.
template <class Call>
std::size_t end_everywhere(Fault fault, bool queues) {
    std::size_t most = 0;
    bool whole = false;
    for (std::size_t tasks = 0; !whole && tasks < 200; ++tasks) {
        CAPTURE(tasks);
        Call c;
        c.rig.gateway.queues = queues;
        c.rig.gateway.faults.set(fault);
        c.rig.executor.stop_after(tasks);
        set_up(c);
        whole = !c.rig.executor.stopped();
        most = std::max(most, c.rig.gateway.live.size());
        c.rig.mw.on_request([](const sip::ServerTransactionPtr&) {});  // Mw ends with it
        c.rig.instance.reset();
        c.rig.executor.go_on();
        c.rig.pass(300s);
        CHECK(c.rig.gateway.live.empty());
    }
    CHECK(whole);
    return most;
}

}  // namespace

TEST_CASE(
    "IQ-10: a P-CSCF that ends at any await point of a set-up leaves no context at the gateway, whatever that does") {
    for (const auto fault : every_fault) {
        for (const bool queues : {false, true}) {
            CAPTURE(static_cast<int>(fault));
            CAPTURE(queues);
            const std::size_t reserves = fault == Fault::lost || fault == Fault::error ? 0 : 1;
            CHECK(end_everywhere<OutgoingCall>(fault, queues) == reserves);
            CHECK(end_everywhere<IncomingCall>(fault, queues) == reserves);
        }
    }
}

TEST_CASE("IQ-10: two P-CSCF instances on one gateway: each hears of its own contexts, and ends them alone") {
    OutgoingCall first;
    first.answered();
    auto& gateway = first.rig.gateway;
    Rig second;
    const auto other = std::make_unique<epcscf::Instance>(
        epcscf::InstanceParts{first.rig.executor, second.config, Logger(second.host, "p-cscf"), second.host,
                              second.tokens, second.registrar, gateway, second.mw, "127.0.0.1:5062"});
    gateway.tell(iq::EventKind::consent_lost, gateway.context());
    first.rig.run();
    CHECK(first.rig.instance->sessions() == 0);  // the second's listener has not taken the first's place
    CHECK(gateway.live.empty());
}
