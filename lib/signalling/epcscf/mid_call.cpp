// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/mid_call.hpp"

#include "signalling/epcscf/failure.hpp"
#include "signalling/epcscf/setup.hpp"
#include "signalling/epcscf/trust_boundary.hpp"

namespace wims::epcscf {

using namespace std::chrono_literals;

namespace {

bool reachable(const Leg& leg) { return leg.side() == Side::core || leg.flow()->live(); }

/// The 200 to a session refresh: a refresher is always named, the asker where it names none. [RFC 4028 9]
sip::Message refreshed(const sip::Message& request) {
    auto response = sip::Message::response_to(request, 200);
    if (!request.has("Session-Expires")) return response;
    std::string interval(request.get("Session-Expires"));
    if (interval.find("refresher") == std::string::npos) interval += ";refresher=uac";
    response.set("Session-Expires", std::move(interval));
    response.set("Require", "timer");
    return response;
}

/// The WIC's socket is gone, and the call lives until consent is lost: it may be back in seconds. (RER-05)
sip::Message away(const sip::Message& request) {
    auto response = sip::Message::response_to(request, 480);
    response.set("Retry-After", "5");
    return response;
}

int unavailable_to(const Leg& leg) { return leg.side() == Side::core ? 500 : 503; }

}  // namespace

MidCall::MidCall(const Environment& environment, MediaContext& media, Translation& translation, Gone gone,
                 Broken broken)
    : environment_(environment), media_(media), translation_(translation), gone_(std::move(gone)),
      broken_(std::move(broken)), ack_wait_(environment.executor) {}

void MidCall::request(Leg& from, Leg& to, sip::ServerTransactionPtr transaction) {
    const auto& request = transaction->request();
    const auto& method = request.method();
    if (method == "PRACK") return transaction->respond(sip::Message::response_to(request, 481));  // no 100rel here
    const bool update = method == "UPDATE";
    if (method != "INVITE" && !update && method != "INFO" && method != "MESSAGE" && method != "OPTIONS") {
        auto response = sip::Message::response_to(request, 405);
        response.set("Allow", std::string(allowed_methods));
        return transaction->respond(std::move(response));
    }
    if (auto refused = refuse_initial(request)) return transaction->respond(std::move(*refused));
    if (method == "INVITE" || update) from.note_allow(request);
    if (method == "INVITE" || (update && !request.body().empty())) return modify(from, to, std::move(transaction));
    if (update) from.dialog.refresh_target(request);
    if (update && !to.peer_updates) {  // a session refresh of this leg only [RFC 4028 9]
        auto response = refreshed(request);
        translation_.complete(response, from);
        return transaction->respond(std::move(response));
    }
    if (!reachable(to)) return transaction->respond(away(request));
    relay(from, to, std::move(transaction));
}

void MidCall::relay(Leg& from, Leg& to, sip::ServerTransactionPtr transaction) {
    const auto& request = transaction->request();
    auto out = to.dialog.request(request.method());
    translation_.complete(request, out, to);
    copy_body(request, out);
    const auto number = ++last_;
    relayed_[number] = to.layer().request(
        std::move(out), [this, number, &from, &to, transaction](const sip::Message& response, bool local) {
            if (response.status() < 200) return;
            const bool from_wic = to.side() == Side::access;
            if (response.status() < 300 && response.method() == "UPDATE") to.dialog.refresh_target(response);
            auto back =
                sip::Message::response_to(transaction->request(), status_across(response.status(), local, from_wic));
            translation_.complete(response, back, from);
            copy_body(response, back);
            transaction->respond(std::move(back));
            if (!local && response.status() == 481) environment_.executor.post([gone = gone_, &to] { gone(to); });
            relayed_.erase(number);
        });
}

void MidCall::modify(Leg& from, Leg& to, sip::ServerTransactionPtr transaction) {
    const auto& request = transaction->request();
    if (modification_) {  // E30
        const bool glare = &modification_->from != &from;
        auto response = sip::Message::response_to(request, glare ? 491 : 500);
        if (!glare) response.set("Retry-After", "2");
        return transaction->respond(std::move(response));
    }
    if (!sdp_or_nothing(request)) return transaction->respond(not_sdp(request));
    if (!reachable(to)) return transaction->respond(away(request));
    from.dialog.refresh_target(request);

    modification_.emplace(Modification{from, to, transaction, nullptr, request.body().empty(), std::nullopt, ++last_});
    transaction->on_cancel([this, number = last_] {
        if (modification_ && modification_->number == number && modification_->client) modification_->client->cancel();
    });
    if (modification_->offer_in_answer) return forward({});
    media_.offer(from.side(), request.body(), [this, number = last_](Result<std::string> sdp) {
        if (!modification_ || modification_->number != number) return;
        if (sdp) return forward(std::move(*sdp));
        media_.abandon_offer();
        fail(media_refused(modification_->server->request(), sdp.error(), unavailable_to(modification_->from),
                           environment_.w2_host));
    });
}

void MidCall::forward(std::string sdp) {
    auto& m = *modification_;
    const auto& request = m.server->request();
    auto out = m.to.dialog.request(request.method());
    translation_.complete(request, out, m.to);
    if (!sdp.empty()) out.set_body("application/sdp", std::move(sdp));
    if (request.method() == "INVITE") m.ack = m.to.dialog.acknowledgement(out.cseq());
    m.client = m.to.layer().request(std::move(out), [this, number = m.number](const sip::Message& r, bool local) {
        if (modification_ && modification_->number == number) return on_modified(r, local);
        if (r.status() / 100 == 2 && finished_ack_ && r.cseq() == finished_ack_->cseq())
            finished_leg_->layer().acknowledge(*finished_ack_);
    });
}

void MidCall::on_modified(const sip::Message& response, bool local) {
    auto& m = *modification_;
    if (response.status() < 200 || m.server->answered()) return;
    if (response.status() < 300) return modified(response);
    if (!m.offer_in_answer) media_.abandon_offer();
    const bool from_wic = m.to.side() == Side::access;
    if (!local && response.status() == 481) environment_.executor.post([gone = gone_, &to = m.to] { gone(to); });
    auto back = sip::Message::response_to(m.server->request(), status_across(response.status(), local, from_wic));
    translation_.complete(response, back, m.from);
    fail(std::move(back));
}

void MidCall::modified(const sip::Message& response) {
    auto& m = *modification_;
    m.to.dialog.refresh_target(response);
    if (m.ack && response.has("Contact")) {
        const auto cseq = m.ack->cseq();
        m.ack = m.to.dialog.acknowledgement(cseq);
    }
    const auto done = [this, number = m.number, response](Result<std::string> sdp) {
        if (!modification_ || modification_->number != number) return;
        if (sdp) return agree(response, *sdp);
        auto& now = *modification_;
        if (now.offer_in_answer) send_ack({});
        const Error error = sdp.error();
        fail(media_refused(now.server->request(), error, unavailable_to(now.from), environment_.w2_host));
        break_off(error);
    };
    if (m.offer_in_answer) return media_.offer(m.to.side(), response.body(), done);
    if (m.ack) send_ack({});
    media_.answer(m.to.side(), response.body(), done);
}

void MidCall::agree(const sip::Message& response, const std::string& sdp) {
    auto& m = *modification_;
    auto back = sip::Message::response_to(m.server->request(), 200);
    translation_.complete(response, back, m.from);
    back.set_body("application/sdp", sdp);
    m.server->respond(std::move(back));
    if (!m.offer_in_answer) {
        finished_ = std::move(m.client);
        modification_.reset();
        return;
    }
    ack_wait_.start(32s, [this] {
        if (!modification_) return;
        send_ack({});
        finished_ = std::move(modification_->client);
        modification_.reset();
        break_off(408, "no ACK");
    });
}

void MidCall::acknowledged(Leg& from, const sip::Message& ack) {
    if (!modification_ || !modification_->offer_in_answer || &modification_->from != &from) return;
    if (!modification_->server->answered()) return;
    ack_wait_.stop();
    media_.answer(from.side(), ack.body(), [this, number = modification_->number](Result<std::string> sdp) {
        if (!modification_ || modification_->number != number) return;
        send_ack(sdp ? *sdp : std::string());
        finished_ = std::move(modification_->client);
        modification_.reset();
        if (!sdp) break_off(sdp.error());
    });
}

void MidCall::send_ack(const std::string& sdp) {
    auto& m = *modification_;
    if (!m.ack) return;
    translation_.complete(*m.ack, m.to);
    if (!sdp.empty()) m.ack->set_body("application/sdp", sdp);
    m.to.layer().acknowledge(*m.ack);
    finished_ack_ = m.ack;
    finished_leg_ = &m.to;
}

/// The peer that sent the 2xx works by the new description already, and the other one by the old.
void MidCall::break_off(const Error& error) {
    if (error.status == 400 || error.status == 488) return break_off(488, "media not acceptable");
    break_off(500, "the media gateway failed");
}

void MidCall::break_off(int status, std::string_view why) {
    environment_.executor.post([broken = broken_, status, why] { broken(status, why); });
}

void MidCall::fail(sip::Message response) {
    const auto server = modification_->server;
    finished_ = std::move(modification_->client);
    modification_.reset();
    server->respond(std::move(response));
}

}  // namespace wims::epcscf
