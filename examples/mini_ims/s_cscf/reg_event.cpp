// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/s_cscf/reg_event.hpp"

#include <algorithm>

#include "common/identity/public_identity.hpp"
#include "mini_ims/sip/message_view.hpp"

namespace wims::mini_ims {

namespace {
constexpr std::chrono::seconds longest{600000};

std::string xml_text(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '<') out += "&lt;";
        else if (c == '&') out += "&amp;";
        else if (c == '"') out += "&quot;";
        else out += c;
    }
    return out;
}

std::chrono::seconds expires_of(const sip_t* sip) {
    if (sip->sip_expires == nullptr) return longest;
    return std::min<std::chrono::seconds>(std::chrono::seconds(sip->sip_expires->ex_delta), longest);
}
}  // namespace

void RegEvent::clear() {
    for (auto& watcher : watchers_) nta_leg_destroy(watcher.leg);
    watchers_.clear();
}

int RegEvent::refusal(const sip_t* sip, const TransportAddress& source, const Subscription* subscription) const {
    if (!trust_.holds(source)) return 403;
    const auto asserted = header_value(sip, "P-Asserted-Identity");
    if (!asserted) return 403;
    if (subscription == nullptr) return 404;
    const auto users = addresses_in(*asserted);
    const bool own = std::ranges::any_of(users, [&](const std::string& uri) {
        const auto user = identity::canonical(uri);
        return user && subscription->holds(*user);
    });
    if (!own) return 403;
    return registrations_.find(*subscription, executor_.now()) == nullptr ? 480 : 0;
}

void RegEvent::subscribe(nta_agent_t* agent, nta_incoming_t* request, const sip_t* sip) {
    const auto watched = identity::canonical(text_of(sip->sip_request->rq_url));
    const Subscription* subscription = watched ? hss_.with_impu(*watched) : nullptr;
    if (const int status = refusal(sip, source_of(request), subscription); status != 0) {
        log_.decision(sip, "reg event refused", std::to_string(status));
        nta_incoming_treply(request, status, sip_status_phrase(status), TAG_END());
        return;
    }
    drop_expired();
    auto& watcher = watchers_.emplace_back(Watcher{this, subscription, nullptr, {}});
    watcher.leg = nta_leg_tcreate(agent, &RegEvent::on_request, &watcher, SIPTAG_CALL_ID(sip->sip_call_id),
                                  SIPTAG_FROM(sip->sip_to), SIPTAG_TO(sip->sip_from), TAG_END());
    nta_leg_tag(watcher.leg, nullptr);
    nta_incoming_tag(request, nta_leg_get_tag(watcher.leg));
    nta_leg_server_route(watcher.leg, sip->sip_record_route, sip->sip_contact);
    accept(request, sip, watcher);
}

int RegEvent::on_request(nta_leg_magic_t* magic, nta_leg_t*, nta_incoming_t* request, const sip_t* sip) {
    auto& watcher = *static_cast<Watcher*>(magic);
    if (sip->sip_request->rq_method != sip_method_subscribe) return 405;
    watcher.owner->log_.request("in", sip, source_of(request));
    watcher.owner->accept(request, sip, watcher);
    nta_incoming_destroy(request);
    return 0;
}

void RegEvent::accept(nta_incoming_t* request, const sip_t* sip, Watcher& watcher) {
    const auto granted = expires_of(sip);
    watcher.expires = executor_.now() + granted;
    const auto contact = "<" + own_uri_ + ">";
    nta_incoming_treply(request, SIP_200_OK, SIPTAG_CONTACT_STR(contact.c_str()),
                        SIPTAG_EXPIRES_STR(std::to_string(granted.count()).c_str()), TAG_END());
    log_.response("out", sip, 200);
    notify(watcher, "registered");
}

void RegEvent::changed(const Subscription& subscription, std::string_view event) {
    drop_expired();
    for (auto& watcher : watchers_)
        if (watcher.subscription == &subscription) notify(watcher, event);
}

void RegEvent::drop_expired() {
    std::erase_if(watchers_, [now = executor_.now()](Watcher& watcher) {
        if (watcher.expires > now) return false;
        nta_leg_destroy(watcher.leg);
        return true;
    });
}

void RegEvent::notify(Watcher& watcher, std::string_view event) {
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(watcher.expires - executor_.now()).count();
    const auto state = left > 0 ? "active;expires=" + std::to_string(left) : std::string("terminated;reason=timeout");
    const auto contact = "<" + own_uri_ + ">";
    const auto content = body(watcher, event);
    nta_outgoing_tcreate(
        watcher.leg, &RegEvent::on_response, nullptr, nullptr, SIP_METHOD_NOTIFY, nullptr,
        SIPTAG_CONTACT_STR(contact.c_str()), SIPTAG_EVENT_STR("reg"), SIPTAG_SUBSCRIPTION_STATE_STR(state.c_str()),
        SIPTAG_CONTENT_TYPE_STR("application/reginfo+xml"), SIPTAG_PAYLOAD_STR(content.c_str()), TAG_END());
}

int RegEvent::on_response(nta_outgoing_magic_t*, nta_outgoing_t* notify, const sip_t* sip) {
    if (sip == nullptr || sip->sip_status == nullptr || sip->sip_status->st_status >= 200) nta_outgoing_destroy(notify);
    return 0;
}

std::string RegEvent::body(Watcher& watcher, std::string_view event) const {
    const Subscription& subscription = *watcher.subscription;
    const Binding* binding = registrations_.find(subscription, executor_.now());
    const std::string state = binding == nullptr ? "terminated" : "active";
    std::string contact;
    if (binding != nullptr)
        contact = "<contact id=\"c1\" state=\"active\" event=\"" + std::string(event) + "\"><uri>" +
                  xml_text(binding->contact) + "</uri></contact>";
    std::string members;
    if (subscription.wildcard)
        members = "<registration aor=\"" + xml_text(subscription.wildcard->with("0")) + "\" id=\"a2\" state=\"" +
                  state + "\">" + contact + "<ere:wildcardedIdentity>" + xml_text(subscription.wildcard->text()) +
                  "</ere:wildcardedIdentity></registration>";
    return "<?xml version=\"1.0\"?>\r\n"
           "<reginfo xmlns=\"urn:ietf:params:xml:ns:reginfo\" xmlns:ere=\"urn:3gpp:ns:extRegExp:1.0\" version=\"" +
           std::to_string(watcher.version++) + "\" state=\"full\">" + "<registration aor=\"" +
           xml_text(subscription.impu) + "\" id=\"a1\" state=\"" + state + "\">" + contact + "</registration>" +
           members + "</reginfo>\r\n";
}

}  // namespace wims::mini_ims
