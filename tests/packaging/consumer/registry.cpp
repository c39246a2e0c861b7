// SPDX-License-Identifier: Apache-2.0
// A stranger's wIMPU Registrar: a user gets an IMPU over W6, and W7 tells it.
#include <wims/registry/counters.hpp>
#include <wims/registry/wimpu_registrar.hpp>

#include "host.hpp"

using namespace wims;

int main() {
    std::cout << "webrtc-ims " << version() << '\n';
    Host host;
    registry::WimpuRegistrarConfig config;
    config.blocks = {{"sip:w1-!.*!@webrtc.operator.example", {"enterprise.example"}, 1000}};
    const auto registrar =
        take(registry::WimpuRegistrar::create(config, host.executor, host, host), "a registrar with one block");

    const std::string wimpu = config.blocks[0].wimpu;
    const auto lease = take(host.ask<w6::BlockLease>([&](Deadline deadline, Completion<w6::BlockLease> done) {
        registrar->w6().claim_block({TrailId::create(), wimpu, "p-cscf-1"}, deadline, std::move(done));
    }),
                            "the block is claimed");

    w6::RegisterContact request;
    request.trail = TrailId::create();
    request.identity = "sip:bob@enterprise.example";
    request.wimpu = wimpu;
    request.epoch = lease.epoch;
    request.contact.uri = "sip:x@y.invalid;transport=ws";
    request.contact.call_id = "call-1";
    request.contact.cseq = 1;
    request.contact.expires = std::chrono::minutes(10);
    request.contact.flow = {"p-cscf-1", "flow-1", true};
    const auto registered = take(host.ask<w6::Registered>([&](Deadline deadline, Completion<w6::Registered> done) {
        registrar->w6().register_contact(request, deadline, std::move(done));
    }),
                                 "a user registers");
    std::cout << "allocated " << registered.registration.impu << '\n';
    expect(registered.outcome == w6::RegisterOutcome::created, "the entry is new");

    const auto status = take(host.ask<w7::Status>([&](Deadline deadline, Completion<w7::Status> done) {
        registrar->w7().status({TrailId::create(), request.identity}, deadline, std::move(done));
    }),
                             "W7 is asked for the external identity");
    expect(status.registered && status.impu == registered.registration.impu, "W7 names the allocated IMPU");

    const auto unknown = host.ask<w7::Status>([&](Deadline deadline, Completion<w7::Status> done) {
        registrar->w7().status({TrailId::create(), "sip:eve@enterprise.example"}, deadline, std::move(done));
    });
    expect(!unknown && unknown.error().kind == ErrorKind::not_found, "who never registered is not found");
    expect(registry::name_of(registry::Counter::users_created) == "registrar.users_created", "counters have names");
    expect(host.counted > 0, "the host's metrics were counted up");
}
