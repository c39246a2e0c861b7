// SPDX-License-Identifier: Apache-2.0
// What each resource does.
#include <limits>
#include <optional>
#include <utility>

#include "registry/server/resources.hpp"
#include "registry/wire/problem.hpp"
#include "registry/wire/target.hpp"

namespace wims::registry {

namespace {

// Of the registrar itself, which is in this process: longer only when it is overwhelmed.
constexpr auto patience = std::chrono::seconds(2);
constexpr std::uint64_t largest_cseq = std::numeric_limits<std::uint32_t>::max();

http::Response json(int status, const wire::Json& body) {
    return {status, {{"content-type", "application/json"}, {"cache-control", "no-store"}}, wire::text(body)};
}

http::Response tagged(http::Response response, std::uint64_t version) {
    response.headers.emplace_back("etag", wire::etag(version));
    return response;
}

}  // namespace

template <class T>
void Resources::run(std::function<void(Deadline, Completion<T>)> begin, std::function<void(Result<T>)> handler) {
    async<T>(loop_, loop_.now() + patience, begin, std::move(handler)).detach();
}

void Resources::allocate(Call call) {
    const auto body = wire::parse(call.body);
    if (!body) return refuse(call, body.error());
    auto request = wire::read_register_contact(*body);
    if (!request) return refuse(call, request.error());
    if (!may_use(call.client, request->wimpu)) return forbid(call, "write this block");
    request->trail = call.trail;
    run<w6::Registered>(
        [&](Deadline d, Completion<w6::Registered> done) { registrar_.w6().register_contact(*request, d, done); },
        [this, call](Result<w6::Registered> answer) {
            if (!answer) return refuse(call, answer.error());
            const int status = answer->outcome == w6::RegisterOutcome::created ? 201 : 200;
            call.respond(tagged(json(status, wire::to_json(*answer)), answer->registration.version));
        });
}

void Resources::with_entry(Call call, std::function<void(Call, w6::Registration)> then) {
    if (call.client.blocks.empty()) return forbid(call, "use any block");
    const w6::Fetch fetch{call.trail, call.path[1]};
    run<w6::Registration>([&](Deadline d, Completion<w6::Registration> done) { registrar_.w6().fetch(fetch, d, done); },
                          [this, call, then = std::move(then)](Result<w6::Registration> entry) {
                              if (!entry) return refuse(call, entry.error());
                              if (!may_use(call.client, entry->wimpu)) return forbid(call, "use this user's block");
                              then(call, std::move(*entry));
                          });
}

void Resources::user(Call call) {
    with_entry(std::move(call), [](const Call& c, const w6::Registration& entry) {
        c.respond(tagged(json(200, wire::to_json(entry)), entry.version));
    });
}

/// protocol, 400: a value that is none; auth, 412: If-Match names no version of ours, which no entry has.
Result<void> Resources::fill_preconditions(const Call& call, w6::RemoveContacts& request) {
    const auto call_id = wire::query_value(call.query, "call-id");
    if (!call_id) return call_id.error();
    const auto cseq = wire::query_number(call.query, "cseq", largest_cseq);
    if (!cseq) return cseq.error();
    request.trail = call.trail;
    request.contact.call_id = call_id->value_or("");
    request.contact.cseq = static_cast<std::uint32_t>(cseq->value_or(0));
    if (call.if_match.empty() || call.if_match == "*") return {};
    request.version = wire::version_of(call.if_match);
    if (request.version == 0) return Error{ErrorKind::auth, "If-Match: no entry has this version", 412};
    return {};
}

/// With an epoch it is the owner that removes; without one, an administrator.
void Resources::remove_user(Call call) {
    const auto epoch = wire::query_number(call.query, "epoch");
    if (!epoch) return refuse(call, epoch.error());  // whoever meant to name one is no administrator at work
    if (!*epoch) {
        if (!call.client.administer) return forbid(call, "administer");
        return run<w6::Removed>(
            [&](Deadline d, Completion<w6::Removed> done) {
                registrar_.remove_user(call.trail, call.path[1], d, done);
            },
            [this, call](Result<w6::Removed> answer) {
                if (!answer) return refuse(call, answer.error());
                call.respond(json(200, wire::to_json(*answer)));
            });
    }
    with_entry(std::move(call), [this, epoch = **epoch](const Call& c, const w6::Registration& entry) {
        w6::RemoveContacts request;
        request.identity = c.path[1];
        request.epoch = epoch;
        request.all = true;
        request.wimpu = entry.wimpu;
        remove(c, std::move(request));
    });
}

void Resources::remove_contact(Call call) {
    const auto epoch = wire::query_number(call.query, "epoch");
    if (!epoch) return refuse(call, epoch.error());
    if (!*epoch) return refuse(call, {ErrorKind::protocol, "query: epoch is missing", 400});
    with_entry(std::move(call), [this, epoch = **epoch](const Call& c, const w6::Registration& entry) {
        for (const auto& contact : entry.contacts) {
            if (contact.key != c.path[3]) continue;
            w6::RemoveContacts request;
            request.identity = c.path[1];
            request.epoch = epoch;
            request.contact = contact;
            request.wimpu = entry.wimpu;
            return remove(c, std::move(request));
        }
        refuse(c, {ErrorKind::not_found, "the user has no such contact", 404});
    });
}

void Resources::remove(Call call, w6::RemoveContacts request) {
    if (const auto filled = fill_preconditions(call, request); !filled) return refuse(call, filled.error());
    run<w6::Removed>(
        [&](Deadline d, Completion<w6::Removed> done) { registrar_.w6().remove_contacts(request, d, done); },
        [this, call](Result<w6::Removed> answer) {
            if (!answer) return refuse(call, answer.error());
            call.respond(json(200, wire::to_json(*answer)));
        });
}

void Resources::flow_down(Call call) {
    const auto body = wire::parse(call.body);
    if (!body) return refuse(call, body.error());
    auto flow = wire::read_flow(*body);
    if (!flow) return refuse(call, flow.error());
    const auto wimpu = wire::query_value(call.query, "wimpu");
    if (!wimpu) return refuse(call, wimpu.error());
    with_entry(
        std::move(call), [this, flow = std::move(*flow), wimpu = *wimpu](const Call& c, const w6::Registration& entry) {
            if (wimpu.value_or(entry.wimpu) != entry.wimpu)
                return refuse(c, {ErrorKind::auth, "the user belongs to another block", 403});
            const w6::FlowDown request{c.trail, c.path[1], flow, entry.wimpu};
            run<w6::FlowMarked>(
                [&](Deadline d, Completion<w6::FlowMarked> done) { registrar_.w6().flow_down(request, d, done); },
                [this, c](Result<w6::FlowMarked> answer) {
                    if (!answer) return refuse(c, answer.error());
                    c.respond({204, {}, {}});
                });
        });
}

void Resources::locate(Call call) {
    if (!call.client.locate && call.client.blocks.empty()) return forbid(call, "locate users");
    const w6::Locate request{call.trail, call.path[1]};
    run<w6::Located>([&](Deadline d, Completion<w6::Located> done) { registrar_.w6().locate(request, d, done); },
                     [this, call](Result<w6::Located> answer) {
                         if (!answer) return refuse(call, answer.error());
                         call.respond(json(200, wire::to_json(*answer)));
                     });
}

void Resources::claim(Call call) {
    if (!may_use(call.client, call.path[1])) return forbid(call, "claim this block");
    const auto body = wire::parse(call.body);
    if (!body) return refuse(call, body.error());
    const auto owner = wire::read_owner(*body);
    if (!owner) return refuse(call, owner.error());
    const w6::ClaimBlock request{call.trail, call.path[1], *owner};
    run<w6::BlockLease>(
        [&](Deadline d, Completion<w6::BlockLease> done) { registrar_.w6().claim_block(request, d, done); },
        [this, call](Result<w6::BlockLease> answer) {
            if (!answer) return refuse(call, answer.error());
            call.respond(json(200, wire::to_json(*answer)));
        });
}

void Resources::subscribe(Call call) {
    if (call.client.blocks.empty()) return forbid(call, "use any block");
    const auto body = wire::parse(call.body);
    if (!body) return refuse(call, body.error());
    const auto owner = wire::read_owner(*body);
    if (!owner) return refuse(call, owner.error());
    const auto id = subscriptions_.subscribe(call.client, *owner);
    if (!id) return refuse(call, id.error());
    auto answer = json(201, {{"subscriptionId", *id}, {"owner", *owner}});
    answer.headers.emplace_back("location", std::string(wire::w6_root) + "/subscriptions/" + *id);
    call.respond(std::move(answer));
}

void Resources::changes(Call call) {
    const auto after = wire::query_number(call.query, "after");
    if (!after) return refuse(call, after.error());
    if (!*after) return refuse(call, {ErrorKind::protocol, "query: after is missing", 400});
    if (!subscriptions_.changes(call.client, call.path[1], **after, call.respond))
        refuse(call, {ErrorKind::not_found, "there is no such subscription", 404});
}

void Resources::unsubscribe(Call call) {
    if (subscriptions_.cancel(call.client, call.path[1])) return call.respond({204, {}, {}});
    refuse(call, {ErrorKind::not_found, "there is no such subscription", 404});
}

void Resources::status(Call call) {
    if (!call.client.status) return forbid(call, "ask for status");
    const w7::StatusQuery query{call.trail, call.path[1]};
    run<w7::Status>([&](Deadline d, Completion<w7::Status> done) { registrar_.w7().status(query, d, done); },
                    [this, call](Result<w7::Status> answer) {
                        if (!answer) return refuse(call, answer.error());
                        call.respond(json(200, wire::to_json(*answer)));
                    });
}

}  // namespace wims::registry
