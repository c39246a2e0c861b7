// SPDX-License-Identifier: Apache-2.0
#include "signalling/iwf/flow.hpp"

namespace wims::signalling {

namespace {

constexpr unsigned pings_that_end = 2;

Counter counter_for(std::uint16_t code) {
    if (code == w2::not_utf8) return Counter::w2_text_not_utf8;
    return code == w2::too_big ? Counter::w2_message_too_big : Counter::w2_frames_malformed;
}

}  // namespace

Flow::Flow(WorkerContext& worker, iwf::Up up, const Instances::Instance& p_cscf, Output output)
    : worker_(worker), id_(up.flow), up_(std::move(up)), p_cscf_(p_cscf.link), instance_(p_cscf.name),
      log_(Logger(worker.state.log, "iwf").with(up_.trail)), output_(std::move(output)),
      socket_(worker.state.config.message_limit, *this), heard_(worker.loop.now()), first_message_(worker.loop),
      alive_(worker.loop) {
    count(worker_.state.metrics, Counter::w2_flows_opened);
    worker_.state.metrics.gauge("w2.flows", static_cast<std::int64_t>(++worker_.state.flows));
    log_.info("flow opened", {{"flow", std::to_string(id_.connection)},
                              {"origin", up_.origin},
                              {"remote", to_string(up_.remote)},
                              {"tls", up_.tls_version},
                              {"instance", instance_}});
    to_p_cscf(up_);
    first_message_.start(worker_.state.config.first_message, [this] { too_silent(); });
    alive_.start(worker_.state.config.ping, [this] { check_alive(); });
}

void Flow::receive(std::string_view octets) {
    if (ended_) return;
    heard_ = worker_.loop.now();
    pings_ = 0;
    socket_.receive(octets);
    flush();
}

void Flow::on_message(std::string_view message, bool binary) {
    first_message_.stop();
    auto sip = protocol_.to_sip(message, binary);
    if (!sip) return not_sip(sip.error());
    if (sip->empty()) {
        const auto answer = w2::keep_alive_answer(message);
        if (!answer.empty()) socket_.send(answer, false);
        return;
    }
    count(worker_.state.metrics, Counter::w2_messages_in);
    credit_ -= static_cast<std::int64_t>(sip->size());
    to_p_cscf(iwf::Sip{id_, std::move(*sip)});
    if (credit_ <= 0) output_.pause(true);
}

void Flow::to_p_cscf(iwf::Frame frame) {
    if (p_cscf_ != nullptr) p_cscf_->send(std::move(frame));
}

void Flow::moved(iwf::Moved moved) {
    if (ended_) return;
    // Sent before the old instance knew that the flow had moved: this one belongs there as well.
    if (moved.instance == instance_) return to_p_cscf(iwf::Sip{id_, std::move(moved.message)});
    const auto* target = worker_.instances.find(moved.instance);
    const auto now = worker_.loop.now();
    if (now - moved_at_ > iwf::moves_remembered) up_.moves = 0;
    moved_at_ = now;
    up_.moves = target != nullptr ? up_.moves + 1 : iwf::moves_limit;
    count(worker_.state.metrics, Counter::iwf_flows_moved);
    log_.info("flow moves",
              {{"from", instance_}, {"to", moved.instance}, {"linked", target != nullptr ? "yes" : "no"}});
    to_p_cscf(iwf::Down{id_, "moved to " + moved.instance});
    if (target != nullptr) {
        p_cscf_ = target->link;
        instance_ = target->name;
    }
    to_p_cscf(up_);
    credit_ = iwf::flow_window - static_cast<std::int64_t>(moved.message.size());
    output_.pause(credit_ <= 0);
    to_p_cscf(iwf::Sip{id_, std::move(moved.message)});
}

void Flow::detached(std::string_view instance) {
    if (ended_ || instance != instance_) return;
    p_cscf_ = nullptr;
    close(w2::service_restart, "the gateway lost its P-CSCF");
}

void Flow::credit(std::uint32_t octets) {
    const bool paused = credit_ <= 0;
    credit_ += octets;
    if (paused && credit_ > 0 && !ended_) output_.pause(false);
}

// E05: no reply, and no more than a few of them.
void Flow::not_sip(const Error& error) {
    count(worker_.state.metrics, Counter::w2_message_refused);
    log_.info("message is no SIP", {{"error", error.text}});
    if (++bad_messages_ < worker_.state.config.bad_messages) return;
    count(worker_.state.metrics, Counter::w2_flows_not_sip);
    close(w2::protocol_error, "not SIP");
}

void Flow::on_close(std::uint16_t code, std::string_view reason, bool by_peer) {
    if (!by_peer) {
        count(worker_.state.metrics, counter_for(code));
        log_.warning("flow broke the protocol", {{"code", std::to_string(code)}, {"reason", reason}});
    }
    const std::string why = (by_peer ? "closed by the client, " : "closed with ") + std::to_string(code);
    flush();
    down(why);
    output_.finish(why);
}

void Flow::carries(const TrailId& trail) const {
    log_.with(trail).info("carried by flow",
                          {{"flow", std::to_string(id_.connection)}, {"flow_trail", log_.trail().hex()}});
}

void Flow::deliver(std::string_view sip) {
    if (ended_) return;
    const auto outgoing = protocol_.from_sip(sip);
    if (!outgoing) return;
    count(worker_.state.metrics, Counter::w2_messages_out);
    socket_.send(outgoing->payload, outgoing->binary);
    flush();
}

void Flow::close(std::uint16_t code, std::string_view reason) {
    if (ended_) return;
    socket_.close(code, reason);
    flush();
    const std::string why = "closed with " + std::to_string(code) + ": " + std::string(reason);
    down(why);
    output_.finish(why);
}

void Flow::too_silent() {
    count(worker_.state.metrics, Counter::w2_flows_silent);
    close(w2::policy, "no message in time");
}

// Two unanswered pings end a flow whose client vanished without a word. Any octet is an answer.
void Flow::check_alive() {
    const auto idle = worker_.loop.now() - heard_;
    const auto period = worker_.state.config.ping;
    if (idle < period) return alive_.start(period - idle, [this] { check_alive(); });
    if (pings_ == pings_that_end) {
        count(worker_.state.metrics, Counter::w2_pings_unanswered);
        down("two pings unanswered");
        return output_.abort("two pings unanswered");
    }
    ++pings_;
    socket_.ping();
    alive_.start(period, [this] { check_alive(); });
    flush();
}

void Flow::lost(std::string_view reason) { down(reason); }

void Flow::flush() {
    auto octets = socket_.take_output();
    if (!octets.empty()) output_.write(std::move(octets));
}

void Flow::down(std::string_view reason) {
    if (std::exchange(ended_, true)) return;
    first_message_.stop();
    alive_.stop();
    count(worker_.state.metrics, Counter::w2_flows_closed);
    worker_.state.metrics.gauge("w2.flows", static_cast<std::int64_t>(--worker_.state.flows));
    log_.info("flow closed", {{"flow", std::to_string(id_.connection)}, {"reason", reason}});
    to_p_cscf(iwf::Down{id_, std::string(reason)});
}

}  // namespace wims::signalling
