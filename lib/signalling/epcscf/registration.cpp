// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/registration.hpp"

#include <algorithm>
#include <utility>

#include "common/identity/public_identity.hpp"
#include "signalling/epcscf/session_table.hpp"
#include "signalling/epcscf/setup.hpp"
#include "signalling/sip/syntax.hpp"
#include "signalling/sip/uri.hpp"

namespace wims::epcscf {

namespace {

constexpr Duration owner_is_found = std::chrono::milliseconds(500);  // by W6, after a write with an old epoch

/// What the WIC hears of a failure on W6. (E19, E21, E22)
Error heard(const Error& error) {
    switch (error.kind) {
        case ErrorKind::timeout: return {error.kind, "the registrar did not answer in time", 504};
        case ErrorKind::io: return {error.kind, error.text, error.status == 500 ? 500 : 504};
        case ErrorKind::limit: return {error.kind, error.text, 503};
        case ErrorKind::auth: return {error.kind, error.text, error.status == 403 ? 403 : 500};
        default: return {error.kind, error.text, 500};
    }
}

Duration whole_seconds(Duration d) { return std::chrono::duration_cast<std::chrono::seconds>(d); }

}  // namespace

void Registration::serve(const Environment& environment, Blocks& blocks, Bindings& bindings, FlowPtr flow,
                         sip::ServerTransactionPtr request) {
    const auto self = std::make_shared<Registration>(environment, blocks, bindings, flow, std::move(request));
    flow->enqueue([self] { self->start(); });
}

Registration::Registration(const Environment& environment, Blocks& blocks, Bindings& bindings, FlowPtr flow,
                           sip::ServerTransactionPtr request)
    : environment_(environment), blocks_(blocks), bindings_(bindings), flow_(std::move(flow)),
      transaction_(std::move(request)), log_(environment.log.with(TrailId::create())),
      started_(environment.executor.now()), token_check_(environment), block_choice_(environment),
      retry_(environment.executor) {}

void Registration::start() {
    flow_->carries(log_.trail());
    if (!flow_->moved_to().empty()) return move_to(flow_->moved_to());
    if (auto refused = refuse_initial(request())) return refuse(std::move(*refused), "Max-Forwards or Require");
    if (const auto read_ = read(); !read_) return refuse(read_.error());
    token_check_.check(request(), *flow_, log_.trail(), identity_, TokenCheck::Demand::required,
                       [this](Result<w1::Token> token) {
                           if (!token) return refuse(token.error());
                           authorized(*token);
                       });
}

Result<void> Registration::read() {
    const auto target = sip::Uri::parse(request().request_uri());
    if (!target) return Error{ErrorKind::protocol, "Request-URI: " + target.error().text, 416};
    if (target->scheme != "sip" && target->scheme != "sips")
        return Error{ErrorKind::protocol, "a Request-URI of this scheme cannot be registered with", 416};

    auto identity = identity::canonical(sip::address_of(request().get("To")));
    if (!identity) {
        const int status = identity.error().status == 416 ? 416 : 400;  // R3-10: external identities are SIP
        return Error{ErrorKind::protocol, "To: " + identity.error().text, status};
    }
    identity_ = std::move(*identity);

    auto asked = contact_request(request());
    if (!asked) return asked.error();
    asked_ = std::move(*asked);
    if (asked_.outbound && !first_hop_keeps_flow(request()))
        return Error{ErrorKind::protocol, "a proxy in between does not keep the flow", 439};
    return {};
}

void Registration::authorized(const w1::Token& token) {
    if (flow_->user() && flow_->user()->identity != identity_)
        return refuse({ErrorKind::auth, "another user is registered over this flow", 403});
    block_choice_.choose(blocks_, log_.trail(), identity_,
                         [this, token](Result<BlockChoice::Chosen> chosen) { placed(token, chosen); });
}

void Registration::placed(const w1::Token& token, const Result<BlockChoice::Chosen>& chosen) {
    if (!chosen) return refuse(heard(chosen.error()));
    BlockStatus* block = chosen->block;
    if (block == nullptr) return move_to(chosen->owner);
    switch (asked_.kind) {
        case ContactRequest::Kind::query: return query();
        case ContactRequest::Kind::remove:
            // A page that is loaded again: what it said last may come after what it says first.
            if (bindings_.taken_over(identity_, asked_.contact, *flow_)) return query();
            return remove(*block);
        case ContactRequest::Kind::remove_all: return remove(*block);
        case ContactRequest::Kind::bind: break;
    }
    const auto expires = grant(token);
    if (!expires) return refuse(expires.error());
    if (!block->in_service) return refuse({ErrorKind::limit, "the block is not in service", 503});
    bind(*block, *expires);
}

void Registration::move_to(const std::string& owner) {
    if (!flow_->move_to(owner, request()))
        return refuse({ErrorKind::limit, "the instance of the block, " + owner + ", cannot be reached", 503});
    finish(0, "moved", owner);
}

Result<Duration> Registration::grant(const w1::Token& token) const {
    const auto& config = environment_.config;
    const Duration asked = asked_.expires.value_or(config.expires_default);
    const Duration left = token.expires - environment_.executor.wall_now();
    if (asked < config.expires_min) return Error{ErrorKind::protocol, "the Contact would expire too soon", 423};
    if (left < config.expires_min) return Error{ErrorKind::auth, "the token is about to expire", 401};
    return whole_seconds(std::min({asked, config.expires_max, left}));
}

void Registration::bind(const BlockStatus& block, Duration expires) {
    granted_ = expires;
    w6::RegisterContact store;
    store.trail = log_.trail();
    store.identity = identity_;
    store.wimpu = block.wimpu;
    store.epoch = block.epoch;
    store.allocated_by = block.allocation;
    store.contact = asked_.contact;
    store.contact.expires = expires;
    store.contact.flow.instance = environment_.config.instance;
    store.contact.flow.token = environment_.flow_tokens.seal(flow_->id(), environment_.executor.wall_now() + expires);
    asked_.contact = store.contact;
    store_ = std::move(store);
    write();
}

void Registration::write() {
    pending_ = async<w6::Registered>(
        environment_.executor, environment_.registrar_deadline(),
        [&](Deadline d, Completion<w6::Registered> c) {
            environment_.registrar.register_contact(store_, d, std::move(c));
        },
        [this](Result<w6::Registered> stored) { bound(std::move(stored)); });
}

bool Registration::tries_again(const Error& error, const std::string& wimpu, Task write) {
    if ((error.status != 409 && error.status != 412) || std::exchange(retried_, true)) return false;
    if (error.status == 409) blocks_.doubt(wimpu);
    retry_.start(error.status == 409 ? owner_is_found : Duration::zero(), std::move(write));
    return true;
}

void Registration::bound(Result<w6::Registered> stored) {
    if (!stored) {
        const auto again = [this] {
            if (const auto* block = blocks_.find(store_.wimpu)) bind(*block, granted_);
        };
        return tries_again(stored.error(), store_.wimpu, again) ? void() : refuse(heard(stored.error()));
    }
    const auto& registration = stored->registration;
    for (const auto& contact : registration.contacts)
        if (same_binding(contact, asked_.contact)) asked_.contact.key = contact.key;
    flow_->registered({identity_, registration.wimpu, registration.allocated_by, asked_.contact}, granted_);
    environment_.sessions.moved(flow_);
    bindings_.changed(identity_);
    static constexpr std::string_view outcomes[] = {"created", "contact added", "refreshed"};
    accept(registration.contacts, outcomes[static_cast<std::size_t>(stored->outcome)]);
}

void Registration::remove(const BlockStatus& block) {
    const auto wimpu = block.wimpu;
    w6::RemoveContacts request;
    request.trail = log_.trail();
    request.identity = identity_;
    request.epoch = block.epoch;
    request.all = asked_.kind == ContactRequest::Kind::remove_all;
    request.contact = asked_.contact;
    // A Contact without an instance is told from its namesakes by its connection. (R3-04)
    if (flow_->user() && same_binding(flow_->user()->contact, asked_.contact))
        request.contact.flow = flow_->user()->contact.flow;
    pending_ = async<w6::Removed>(
        environment_.executor, environment_.registrar_deadline(),
        [&](Deadline d, Completion<w6::Removed> c) {
            environment_.registrar.remove_contacts(request, d, std::move(c));
        },
        [this, wimpu](Result<w6::Removed> rest) {
            const auto again = [this, wimpu] {
                if (const auto* now = blocks_.find(wimpu)) remove(*now);
            };
            if (rest || !tries_again(rest.error(), wimpu, again)) removed(std::move(rest));
        });
}

void Registration::removed(Result<w6::Removed> rest) {
    if (!rest && rest.error().kind != ErrorKind::not_found) return refuse(heard(rest.error()));
    const auto left = rest ? std::move(rest->contacts) : std::vector<w6::Contact>();
    bindings_.logged_out(identity_, asked_, *flow_, started_);
    environment_.count(Counter::deregistrations);
    accept(left, "removed");
}

void Registration::query() {
    const w6::Fetch fetch{log_.trail(), identity_};
    pending_ = async<w6::Registration>(
        environment_.executor, environment_.registrar_deadline(),
        [&](Deadline d, Completion<w6::Registration> c) { environment_.registrar.fetch(fetch, d, std::move(c)); },
        [this](Result<w6::Registration> found) {
            if (!found && found.error().kind != ErrorKind::not_found) return refuse(heard(found.error()));
            accept(found ? found->contacts : std::vector<w6::Contact>(), "queried");
        });
}

void Registration::accept(const std::vector<w6::Contact>& contacts, std::string_view outcome) {
    auto response = sip::Message::response_to(request(), 200);
    const bool bound = asked_.kind == ContactRequest::Kind::bind;
    if (bound) response.append("Contact", contact_value(asked_.contact, granted_));
    for (const auto& contact : contacts)
        if (!bound || !same_binding(contact, asked_.contact))
            response.append("Contact", contact_value(contact, contact.expires));
    if (bound) {
        if (asked_.outbound) {
            response.append("Supported", "outbound");
            response.append("Require", "outbound");
        }
        response.append("Service-Route", "<sip:orig@" + environment_.w2_host + ";lr>");
        response.append("P-Associated-URI", '<' + identity_ + '>');
        environment_.count(Counter::registrations_accepted);
    }
    transaction_->respond(std::move(response));
    finish(200, outcome);
}

void Registration::refuse(const Error& error) {
    auto response = TokenCheck::refusal(environment_, request(), error);
    if (error.status == 423)
        response.set(
            "Min-Expires",
            std::to_string(std::chrono::duration_cast<std::chrono::seconds>(environment_.config.expires_min).count()));
    if (error.status == 503) response.set("Retry-After", "5");
    refuse(std::move(response), error.text);
}

void Registration::refuse(sip::Message response, std::string_view why) {
    const int status = response.status();
    transaction_->respond(std::move(response));
    environment_.count(Counter::registrations_refused);
    finish(status, "refused", why);
}

void Registration::finish(int status, std::string_view outcome, std::string_view why) {
    log_.info("registration finished", {{"identity", identity_},
                                        {"outcome", outcome},
                                        {"status", std::to_string(status)},
                                        {"why", why},
                                        {"flow_trail", flow_->up().trail.hex()},
                                        {"ms", milliseconds(environment_.executor.now() - started_)}});
    const auto self = shared_from_this();  // the queue lets go of it
    flow_->registration_done();
}

}  // namespace wims::epcscf
