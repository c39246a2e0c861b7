// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/s_cscf/registrar.hpp"

#include <charconv>

#include "mini_ims/sip/message_view.hpp"

namespace wims::mini_ims {

namespace {
constexpr std::chrono::seconds default_expires{3600};

std::chrono::seconds expires_of(const sip_t* sip) {
    const sip_contact_t* contact = sip->sip_contact;
    if (contact != nullptr && contact->m_expires != nullptr) {
        const std::string_view text = contact->m_expires;
        unsigned seconds = 0;
        if (std::from_chars(text.data(), text.data() + text.size(), seconds).ec == std::errc())
            return std::chrono::seconds(seconds);
    }
    return sip->sip_expires != nullptr ? std::chrono::seconds(sip->sip_expires->ex_delta) : default_expires;
}

RegisterFacts::Path path_of(const sip_t* sip) {
    if (sip->sip_path == nullptr) return RegisterFacts::Path::absent;
    // Without angle brackets ;lr belongs to the header, not to the URI.
    for (const sip_route_t* path = sip->sip_path; path != nullptr; path = path->r_next)
        if (url_has_param(path->r_url, "lr") == 0) return RegisterFacts::Path::unusable;
    return RegisterFacts::Path::loose;
}

bool any_contact(const sip_t* sip) {
    return sip->sip_contact != nullptr && sip->sip_contact->m_url[0].url_type == url_any;
}

DigestCredentials credentials_of(const sip_authorization_t* authorization) {
    const auto of = [&](const char* name) { return parameter(authorization, name); };
    return {of("username="), of("realm="), of("nonce="),  of("uri="),
            of("response="), of("qop="),   of("cnonce="), of("nc=")};
}

RegisterFacts facts_of(const sip_t* sip, const TransportAddress& source) {
    RegisterFacts facts;
    facts.source_ip = source.ip;
    facts.to = text_of(sip->sip_to->a_url);
    facts.supports_path = sip->sip_supported != nullptr && sip_has_feature(sip->sip_supported, "path") != 0;
    facts.path = path_of(sip);
    facts.visited_network = header_value(sip, "P-Visited-Network-ID");
    if (const auto* authorization = sip->sip_authorization)
        facts.authorization = {credentials_of(authorization), parameter(authorization, "integrity-protected=")};
    facts.has_contact = sip->sip_contact != nullptr;
    facts.expires = any_contact(sip) ? std::chrono::seconds(0) : expires_of(sip);
    return facts;
}
}  // namespace

Registrar::Registrar(Executor& executor, RegisterDecision& decision, Registrations& registrations,
                     std::string service_route, const MessageLog& log, Changed changed)
    : executor_(executor), decision_(decision), registrations_(registrations), service_route_(std::move(service_route)),
      log_(log), changed_(std::move(changed)), expiry_(executor) {
    expiry_.start(std::chrono::seconds(1), [this] { expire(); });
}

void Registrar::expire() {
    for (const Subscription* subscription : registrations_.expire(executor_.now())) changed_(*subscription, "expired");
    expiry_.start(std::chrono::seconds(1), [this] { expire(); });
}

void Registrar::handle(nta_incoming_t* request, const sip_t* sip) {
    last_request_ = header_lines(sip);
    const auto verdict = decision_.decide(facts_of(sip, source_of(request)));
    log_.decision(sip, verdict.subscription == nullptr ? "registration refused" : "registration accepted",
                  verdict.reason);
    if (verdict.subscription == nullptr) {
        nta_incoming_treply(request, verdict.status, verdict.reason.c_str(),
                            TAG_IF(verdict.status == 420, SIPTAG_UNSUPPORTED_STR("path")),
                            TAG_IF(verdict.status == 401, SIPTAG_WWW_AUTHENTICATE_STR(verdict.challenge.c_str())),
                            TAG_END());
        log_.response("out", sip, verdict.status);
        return;
    }
    accept(request, sip, verdict);
    log_.response("out", sip, verdict.status);
}

bool Registrar::remove(const Subscription& subscription) {
    if (!registrations_.remove(subscription, {})) return false;
    changed_(subscription, "rejected");
    return true;
}

void Registrar::bind(const sip_t* sip, const RegisterVerdict& verdict) {
    Binding binding;
    binding.subscription = verdict.subscription;
    binding.contact = text_of(sip->sip_contact->m_url);
    binding.path = entries_of(sip->sip_path);
    binding.expires = executor_.now() + verdict.granted;
    registrations_.put(std::move(binding));
    changed_(*verdict.subscription, "registered");
}

void Registrar::accept(nta_incoming_t* request, const sip_t* sip, const RegisterVerdict& verdict) {
    const Subscription& subscription = *verdict.subscription;
    auto associated = "P-Associated-URI: <" + subscription.impu + ">";
    if (subscription.wildcard) associated += ", <" + subscription.wildcard->text() + ">";
    const bool binds = verdict.granted.count() > 0;
    if (binds) {
        bind(sip, verdict);
    } else if (sip->sip_contact != nullptr) {
        const auto contact = any_contact(sip) ? std::string() : text_of(sip->sip_contact->m_url);
        if (registrations_.remove(subscription, contact)) changed_(subscription, "unregistered");
    }

    su_home_t home[1] = {SU_HOME_INIT(home)};
    sip_contact_t* contact = nullptr;
    if (binds) {
        contact = sip_contact_copy(home, sip->sip_contact);
        contact->m_next = nullptr;
        const auto expires = "expires=" + std::to_string(verdict.granted.count());
        msg_header_replace_param(home, contact->m_common, su_strdup(home, expires.c_str()));
    }
    nta_incoming_treply(request, SIP_200_OK, TAG_IF(contact != nullptr, SIPTAG_CONTACT(contact)),
                        SIPTAG_PATH(sip->sip_path), SIPTAG_SERVICE_ROUTE_STR(service_route_.c_str()),
                        SIPTAG_HEADER_STR(associated.c_str()), TAG_END());
    su_home_deinit(home);
}

}  // namespace wims::mini_ims
