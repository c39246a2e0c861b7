// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/block_registration.hpp"

#include <algorithm>

#include "common/core/random.hpp"
#include "common/identity/public_identity.hpp"
#include "signalling/epcscf/session_id.hpp"
#include "signalling/sip/syntax.hpp"
#include "signalling/sip/uri.hpp"

namespace wims::epcscf {

using namespace std::chrono_literals;

namespace {

constexpr Duration first_back_off = 1s, longest_back_off = 30s;

std::string seconds(Duration d) { return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(d).count()); }

std::string_view user_of(std::string_view impi) { return impi.substr(0, impi.find('@')); }

/// A wildcard is no URI that a parser takes; the host may differ in case.
bool same_wildcard(std::string_view a, std::string_view b) {
    const auto at = a.rfind('@'), bt = b.rfind('@');
    return at == bt && at != std::string_view::npos && a.substr(0, at) == b.substr(0, bt) &&
           sip::equal_without_case(a.substr(at), b.substr(bt));
}

/// What a 200 must hold and does not; empty when it holds all. (BLK-04)
std::string_view missing_in(const sip::Message& response, std::string_view wimpu) {
    const auto identities = response.all("P-Associated-URI");
    const bool member = std::any_of(identities.begin() + (identities.empty() ? 0 : 1), identities.end(),
                                    [&](const auto& i) { return same_wildcard(sip::address_of(i), wimpu); });
    if (!member) return "the block's wildcard";
    // Without it an INVITE would go wherever its Request-URI, which a WIC wrote, points to.
    if (!response.has("Service-Route")) return "a Service-Route";
    return {};
}

}  // namespace

Duration refresh_after(Duration granted) noexcept { return granted > 1200s ? granted - 600s : granted / 2; }

BlockRegistration::BlockRegistration(const Environment& environment, const signalling::Block& block,
                                     BlockStatus& status)
    : environment_(environment), block_(block), status_(status), domain_(identity::host_of(block.pilot)),
      call_id_(random_token(24)), from_tag_(random_token(10)), ask_for_(environment.config.block_expires),
      back_off_(first_back_off), next_(environment.executor), expiry_(environment.executor) {
    status_.doubted = [this] { find_owner(); };
}

void BlockRegistration::start() {
    if (status_.fenced) return;  // its new owner registers it (W6-04)
    trail_ = TrailId::create();
    started_ = environment_.executor.now();
    if (status_.epoch == 0) return claim([this](const Result<w6::BlockLease>& lease) { first_claimed(lease); });
    send_register();
}

void BlockRegistration::claim(std::function<void(Result<w6::BlockLease>)> claimed) {
    const w6::ClaimBlock request{trail_, block_.wimpu, environment_.config.instance};
    claiming_ = async<w6::BlockLease>(
        environment_.executor, environment_.registrar_deadline(),
        [&](Deadline d, Completion<w6::BlockLease> c) { environment_.registrar.claim_block(request, d, std::move(c)); },
        std::move(claimed));
}

void BlockRegistration::first_claimed(const Result<w6::BlockLease>& lease) {
    if (!lease) return retry("claim on W6: " + lease.error().text, lease.error().status);
    status_.epoch = lease->epoch;
    send_register();
}

void BlockRegistration::find_owner() {
    if (looking_ || status_.fenced) return;
    looking_ = true;
    // The registrar's own numbers have six digits at least.
    const w6::Locate request{trail_, status_.wildcard.with("000000")};
    locating_ = async<w6::Located>(
        environment_.executor, environment_.registrar_deadline(),
        [&](Deadline d, Completion<w6::Located> c) { environment_.registrar.locate(request, d, std::move(c)); },
        [this](Result<w6::Located> located) {
            looking_ = false;
            owner_found(located);
        });
}

void BlockRegistration::owner_found(const Result<w6::Located>& located) {
    if (located && located->owner != environment_.config.instance) {
        status_.fenced = true;
        environment_.count(Counter::blocks_fenced);
        next_.stop();
        return out_of_service("it belongs to " + located->owner);
    }
    if (!located && located.error().kind != ErrorKind::limit) {
        environment_.log.with(trail_).warning("the block's owner is not known", {{"why", located.error().text}});
        return;
    }
    claim([this](const Result<w6::BlockLease>& lease) {
        if (lease) status_.epoch = lease->epoch;
    });
}

sip::Message BlockRegistration::build() const {
    const auto& host = environment_.mw_host;
    auto m = sip::Message::request("REGISTER", "sip:" + domain_);
    m.append("Max-Forwards", "70");
    m.append("From", '<' + block_.pilot + ">;tag=" + from_tag_);
    m.append("To", '<' + block_.pilot + '>');
    m.append("Call-ID", call_id_);
    m.append("CSeq", std::to_string(cseq_) + " REGISTER");
    std::string contact = "<sip:" + std::string(user_of(block_.impi)) + '@' + host + '>';
    if (!block_.instance_id.empty())
        contact += ";+sip.instance=\"<" + std::string(sip::address_of(block_.instance_id)) + ">\"";
    m.append("Contact", contact + ";expires=" + seconds(ask_for_));
    m.append("Path", "<sip:term@" + host + ";lr>");
    m.append("Supported", "path");
    m.append("Require", "path");
    m.append("P-Visited-Network-ID", environment_.config.visited_network_id);
    m.append("P-Charging-Vector", "icid-value=" + trail_.hex());
    m.append("Session-ID", SessionId::originating(trail_).value());
    m.append("Authorization", "Digest username=" + sip::quoted(block_.impi) + ",realm=" + sip::quoted(domain_) +
                                  ",nonce=\"\",uri=" + sip::quoted("sip:" + domain_) +
                                  ",response=\"\",integrity-protected=\"auth-done\"");
    return m;
}

void BlockRegistration::send_register() {
    ++cseq_;
    transaction_ = environment_.mw.request(
        build(), [this](const sip::Message& response, bool local) { answered(response, local); },
        environment_.config.i_cscf);
}

void BlockRegistration::answered(const sip::Message& response, bool local) {
    const int status = response.status();
    if (status < 200) return;
    if (status < 300) return accepted(response);
    if (status == 423) {
        const auto least = sip::number(response.get("Min-Expires"), UINT32_MAX);
        if (least && std::chrono::seconds(*least) > ask_for_) {
            ask_for_ = std::chrono::seconds(*least);
            return send_register();
        }
    }
    if (status == 403) {
        environment_.count(Counter::block_registrations_failed);
        out_of_service("403 from the core");
        environment_.log.with(trail_).error("the core refuses the block: not tried again",
                                            {{"wimpu", block_.wimpu}, {"reason", response.reason()}});
        return;
    }
    retry(local ? "the core does not answer" : "the core answered " + std::to_string(status), status);
}

Duration BlockRegistration::granted(const sip::Message& response) const {
    const std::string ours = "sip:" + std::string(user_of(block_.impi)) + '@' + environment_.mw_host;
    for (const auto& value : response.all("Contact")) {
        const auto contact = sip::NameAddr::parse(value);
        if (!contact || !sip::equal_without_case(contact->uri.address_of_record(), ours)) continue;
        if (const auto expires = sip::number(contact->parameter("expires").value_or(""), UINT32_MAX))
            return std::chrono::seconds(*expires);
    }
    if (const auto expires = sip::number(response.get("Expires"), UINT32_MAX)) return std::chrono::seconds(*expires);
    return ask_for_;
}

void BlockRegistration::accepted(const sip::Message& response) {
    if (status_.fenced) return;
    if (const auto missing = missing_in(response, block_.wimpu); !missing.empty()) {
        const auto fault = "the core's answer does not hold " + std::string(missing);
        environment_.log.with(trail_).error(fault, {{"wimpu", block_.wimpu}});
        out_of_service(fault);
        return retry(fault, 200);
    }
    const Duration lifetime = granted(response);
    if (lifetime <= Duration::zero()) {
        out_of_service("granted for no time");
        return retry("the core granted no time", 200);
    }
    status_.service_route = response.all("Service-Route");
    status_.in_service = true;
    back_off_ = first_back_off;
    environment_.count(Counter::block_registrations_accepted);
    environment_.log.with(trail_).info("block registration finished",
                                       {{"wimpu", block_.wimpu},
                                        {"outcome", "in service"},
                                        {"status", "200"},
                                        {"expires_s", seconds(lifetime)},
                                        {"ms", milliseconds(environment_.executor.now() - started_)}});
    expiry_.start(lifetime, [this] { out_of_service("the registration expired"); });
    next_.start(refresh_after(lifetime), [this] { start(); });
}

void BlockRegistration::retry(std::string_view why, int status) {
    environment_.count(Counter::block_registrations_failed);
    environment_.log.with(trail_).warning("block registration finished",
                                          {{"wimpu", block_.wimpu},
                                           {"outcome", "failed, is tried again"},
                                           {"why", why},
                                           {"status", std::to_string(status)},
                                           {"retry_s", seconds(back_off_)},
                                           {"ms", milliseconds(environment_.executor.now() - started_)}});
    next_.start(back_off_, [this] { start(); });
    back_off_ = std::min(back_off_ * 2, longest_back_off);
}

void BlockRegistration::out_of_service(std::string_view why) {
    expiry_.stop();
    if (!status_.in_service) return;
    status_.in_service = false;
    environment_.log.with(trail_).error("block out of service", {{"wimpu", block_.wimpu}, {"why", why}});
}

}  // namespace wims::epcscf
