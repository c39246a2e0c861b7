// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/terminating.hpp"

#include "common/core/random.hpp"
#include "common/identity/domain.hpp"
#include "common/identity/public_identity.hpp"
#include "signalling/epcscf/identity_mask.hpp"
#include "signalling/sip/syntax.hpp"

namespace wims::epcscf {

namespace {

/// [RFC 3841 9.1]
bool asks_for_one(const sip::Message& invite) {
    for (const auto& value : invite.all("Request-Disposition"))
        for (const auto directive : sip::split_outside(value, ','))
            if (sip::equal_without_case(directive, "no-fork")) return true;
    return false;
}

}  // namespace

Terminating::Terminating(const Environment& environment, const Blocks& blocks, FindFlow find_flow, const TrailId& trail,
                         sip::ServerTransactionPtr invite)
    : environment_(environment), blocks_(blocks), find_flow_(std::move(find_flow)), trail_(trail),
      invite_(std::move(invite)) {}

void Terminating::start(Done done) {
    done_ = std::move(done);
    if (auto refused = refuse_initial(request())) return conclude(done_, std::move(*refused));
    const std::string identity = called();
    if (identity.empty() || !ours(identity)) return refuse(404);

    const w6::Fetch fetch{trail_, identity};
    fetching_ = async<w6::Registration>(
        environment_.executor, environment_.registrar_deadline(),
        [&](Deadline d, Completion<w6::Registration> c) { environment_.registrar.fetch(fetch, d, std::move(c)); },
        [this](Result<w6::Registration> found) { fetched(std::move(found)); });
}

std::string Terminating::called() const {
    // The S-CSCF puts the block's Contact into the Request-URI; the user is in P-Called-Party-ID. [RFC 7315 4.2]
    const std::string_view party = request().get("P-Called-Party-ID");
    const auto identity = identity::canonical(party.empty() ? request().request_uri() : sip::address_of(party));
    return identity ? *identity : std::string();
}

bool Terminating::ours(std::string_view identity) const {
    if (blocks_.owning(identity) != nullptr) return true;
    for (const auto& domain : environment_.config.domains)
        if (identity::in_domain(identity::host_of(identity), domain.domain)) return true;
    return false;
}

FlowPtr Terminating::live_flow(const w6::Registration& registration, const w6::Contact& contact) const {
    if (!contact.flow.live || contact.flow.instance != environment_.config.instance) return nullptr;
    const auto id = environment_.flow_tokens.open(contact.flow.token, environment_.executor.wall_now());
    if (!id) return nullptr;
    auto flow = find_flow_(*id);
    if (!flow || !flow->live() || !flow->user()) return nullptr;
    return flow->user()->identity == registration.external_identity ? flow : nullptr;
}

void Terminating::fetched(Result<w6::Registration> found) {
    if (!found) return refuse(found.error().kind == ErrorKind::not_found ? 480 : status_of_registrar(found.error()));
    Prepared call{found->external_identity, found->impu, {}};
    for (const auto& contact : found->contacts) {  // newest first
        auto flow = live_flow(*found, contact);
        if (!flow) continue;
        flow->carries(trail_);
        call.targets.push_back({std::move(flow), build(*found, contact)});
        if (asks_for_one(request())) break;
    }
    if (call.targets.empty()) return refuse(480);
    conclude(done_, std::move(call));
}

sip::Message Terminating::build(const w6::Registration& registration, const w6::Contact& contact) const {
    const IdentityMask mask(blocks_, registration.impu, registration.external_identity);
    std::string from = mask.name_addr(request().get("From"));
    if (from.empty()) from = "\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=" + std::string(request().from_tag());
    auto m = sip::Message::request(request().method(), contact.uri);
    m.append("Max-Forwards", next_max_forwards(request()));
    m.append("From", std::move(from));
    m.append("To", '<' + registration.external_identity + '>');
    m.append("Call-ID", random_token(24));
    m.append("CSeq", "1 " + request().method());
    return m;
}

void Terminating::refuse(int status) { conclude(done_, sip::Message::response_to(request(), status)); }

}  // namespace wims::epcscf
