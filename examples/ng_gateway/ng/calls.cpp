// SPDX-License-Identifier: Apache-2.0
#include "ng_gateway/ng/calls.hpp"

#include <algorithm>
#include <utility>

#include "common/sdp/session_description.hpp"
#include "ng_gateway/ng/message.hpp"
#include "ng_gateway/ng/summary.hpp"
#include "ng_gateway/ng/transcodes.hpp"

namespace wims::ng {

using ims_alg::Side;

namespace {

Side other(Side side) { return side == Side::access ? Side::core : Side::access; }

/// A WebRTC description names a DTLS fingerprint, one of an RTP peer does not.
Side side_of(std::string_view sdp) {
    const auto description = sdp::parse(sdp);
    if (!description) return Side::access;  // whose reader says what is wrong
    bool fingerprint = description->session.has("fingerprint");
    for (const auto& media : description->media) fingerprint |= media.section.has("fingerprint");
    return fingerprint ? Side::access : Side::core;
}

Error usage(std::string text) { return {ErrorKind::usage, std::move(text), 0}; }

Result<void> need(const bencode::Dictionary& request, std::initializer_list<std::string_view> keys) {
    for (const auto key : keys)
        if (request.text(key).empty()) return usage("no " + std::string(key) + " in the message");
    return {};
}

bencode::Dictionary refused(const Error& error, const Flags& flags) {
    if (error.kind == ErrorKind::limit && flags.load_limit) return {{"result", "load limit"}, {"message", error.text}};
    return refusal(error.text);
}

ims_alg::Policy policy_of(const CallsConfig& config) {
    return {.bundle = config.bundle,
            .core_srtp = ims_alg::CoreSrtp::never,
            .core_avpf = false,
            .transcodes = config.codecs};
}

/// A description or what is wrong, as an answer.
Dialog::Described described(const Calls::Respond& respond, const Flags& flags) {
    return [respond, flags](Result<std::string> sdp) {
        if (!sdp) return respond(refused(sdp.error(), flags));
        respond({{"sdp", std::move(*sdp)}, {"result", "ok"}});
    };
}

}  // namespace

Calls::Calls(const CallsConfig& config, Executor& executor, media::ImsAgw& gateway, LogSink& log)
    : config_(config), executor_(executor), gateway_(gateway),
      log_(log, "ng"), tools_{executor, gateway, log_, policy_of(config), config.gateway_timeout} {
    gateway_.notify(executor_, [this](const iq::Event& event) { on_event(event); });
}

Calls::~Calls() { gateway_.release_all(0); }

/// By branch when both know one; of several the youngest.
Calls::DialogPtr Calls::find(const Call& call, const bencode::Dictionary& request, const std::string& branch) const {
    const auto& from = request.text("from-tag");
    const auto& to = request.text("to-tag");
    const auto matches = [&](const DialogPtr& dialog) {
        if (!branch.empty() && !dialog->branch().empty() && dialog->branch() != branch) return false;
        if (!dialog->side_of(from)) return false;
        return to.empty() || dialog->answerers().empty() || dialog->side_of(to) || dialog->offerer() == from;
    };
    const auto exact = [&](const DialogPtr& d) { return matches(d) && d->side_of(to) && d->branch() == branch; };
    const auto& all = call.dialogs;
    auto it = std::find_if(all.rbegin(), all.rend(), exact);
    if (it == all.rend()) it = std::find_if(all.rbegin(), all.rend(), matches);
    return it == all.rend() ? nullptr : *it;
}

Result<Calls::DialogPtr> Calls::begin(const bencode::Dictionary& request, const Flags& flags, Side from) {
    if (flags.towards().value_or(from) == from)
        return usage("not served: both sides are " + std::string(from == Side::access ? "WebRTC" : "RTP") +
                     (flags.transport.empty() ? ", no transport-protocol says otherwise" : ""));
    auto transcodes = transcodes_of(request.text("sdp"), flags.transcode, tools_.policy.transcodes);
    if (!transcodes) return transcodes.error();
    const auto dialog =
        std::make_shared<Dialog>(tools_, request.text("from-tag"), from, flags.via_branch, std::move(*transcodes));
    auto& call = calls_[request.text("call-id")];
    if (call.dialogs.empty()) call.created = executor_.wall_now();
    call.dialogs.push_back(dialog);
    ++dialogs_;
    return dialog;
}

void Calls::offer(const bencode::Dictionary& request, const Respond& respond) {
    if (auto ok = need(request, {"call-id", "from-tag", "sdp"}); !ok) return respond(refusal(ok.error().text));
    const auto flags = Flags::read(request);
    if (!flags) return respond(refusal(flags.error().text));
    const auto& call_id = request.text("call-id");
    const auto it = calls_.find(call_id);
    DialogPtr dialog = it == calls_.end() ? nullptr : find(it->second, request, flags->via_branch);
    const Side from = dialog ? *dialog->side_of(request.text("from-tag")) : side_of(request.text("sdp"));
    auto fits = flags->fit(other(from));
    if (fits) fits = config_.interfaces.fit(*flags, from);
    if (fits && flags->towards().value_or(other(from)) == from)
        fits = usage("not served: transport-protocol \"" + flags->transport + "\" from a side of the same kind");
    if (!fits) return respond(refusal(fits.error().text));
    const bool fresh = dialog == nullptr;
    if (fresh) {
        auto begun = begin(request, *flags, from);
        if (!begun) return respond(refusal(begun.error().text));
        dialog = *begun;
    }
    calls_[call_id].last_signal = executor_.wall_now();
    dialog->offer(from, request.text("sdp"), *flags,
                  [this, call_id, dialog, reply = described(respond, *flags)](Result<std::string> sdp) {
                      if (!sdp && dialog->context() == 0) forget(call_id, dialog);
                      reply(std::move(sdp));
                  });
}

void Calls::answer(const bencode::Dictionary& request, const Respond& respond) {
    if (auto ok = need(request, {"call-id", "from-tag", "to-tag", "sdp"}); !ok)
        return respond(refusal(ok.error().text));
    const auto flags = Flags::read(request);
    if (!flags) return respond(refusal(flags.error().text));
    const auto it = calls_.find(request.text("call-id"));
    const auto dialog = it == calls_.end() ? nullptr : find(it->second, request, flags->via_branch);
    if (!dialog) return respond(refusal("Unknown call-id"));
    const Side to = *dialog->side_of(request.text("from-tag"));
    if (auto fits = flags->fit(to); !fits) return respond(refusal(fits.error().text));
    it->second.last_signal = executor_.wall_now();
    Flags reply = *flags;
    reply.transport.clear();  // the offerer's own
    dialog->answer(other(to), request.text("to-tag"), request.text("sdp"), reply, described(respond, *flags));
}

void Calls::end(const bencode::Dictionary& request, const Respond& respond) {
    if (auto ok = need(request, {"call-id"}); !ok) return respond(refusal(ok.error().text));
    const auto flags = Flags::read(request);
    if (!flags) return respond(refusal(flags.error().text));
    const auto& call_id = request.text("call-id");
    const auto it = calls_.find(call_id);
    std::vector<DialogPtr> ending;
    if (it != calls_.end())
        for (const auto& dialog : it->second.dialogs) {
            const bool branch = flags->via_branch.empty() || dialog->branch() == flags->via_branch;
            const auto& from = request.text("from-tag");
            const auto& to = request.text("to-tag");
            if (branch && (from.empty() || dialog->side_of(from) || (!to.empty() && dialog->side_of(to))))
                ending.push_back(dialog);
        }
    if (ending.empty()) {
        const char* unknown = "Call-ID not found or tags didn't match";
        if (flags->fatal) return respond(refusal(unknown));
        return respond({{"result", "ok"}, {"warning", unknown}});
    }
    auto summary = summary_of(it->second.created, it->second.last_signal, it->second.dialogs);
    for (const auto& dialog : ending) drop(call_id, dialog);
    release(ending, [summary = std::move(summary), respond](const std::vector<iq::StreamStatistics>& streams) mutable {
        summary.add("totals", totals_of(streams));
        summary.add("result", "ok");
        respond(std::move(summary));
    });
}

bencode::Dictionary Calls::query(const bencode::Dictionary& request) const {
    const auto it = calls_.find(request.text("call-id"));
    if (it == calls_.end()) return refusal("Unknown call-id");
    auto summary = summary_of(it->second.created, it->second.last_signal, it->second.dialogs);
    std::vector<media::StreamReport> streams;
    for (const auto& dialog : it->second.dialogs) {
        if (dialog->context() == 0) continue;
        const auto reports = gateway_.statistics(dialog->context());
        streams.insert(streams.end(), reports.begin(), reports.end());
    }
    summary.add("totals", totals_of(streams));
    summary.add("result", "ok");
    return summary;
}

bencode::Dictionary Calls::list(const bencode::Dictionary& request) const {
    const auto* limit = request.find("limit");
    const auto* number = limit != nullptr ? limit->as<std::int64_t>() : nullptr;
    const std::int64_t most = number != nullptr ? std::clamp<std::int64_t>(*number, 0, 1000) : 32;
    bencode::List ids;
    for (const auto& [id, call] : calls_) {
        if (static_cast<std::int64_t>(ids.size()) == most) break;
        ids.emplace_back(id);
    }
    return {{"calls", std::move(ids)}, {"result", "ok"}};
}

void Calls::drop(const std::string& call_id, const DialogPtr& dialog) {
    const auto it = calls_.find(call_id);
    if (it == calls_.end()) return;
    dialogs_ -= std::erase(it->second.dialogs, dialog);
    if (it->second.dialogs.empty()) calls_.erase(it);
}

void Calls::forget(const std::string& call_id, const DialogPtr& dialog) {
    drop(call_id, dialog);
    dialog->release([](const auto&) {});
}

/// `done` when the last of them has ended, with the sum of all.
void Calls::release(const std::vector<DialogPtr>& dialogs, const Released& done) {
    auto sum = std::make_shared<std::vector<iq::StreamStatistics>>();
    auto left = std::make_shared<std::size_t>(dialogs.size());
    for (const auto& dialog : dialogs)
        dialog->release([sum, left, done](const std::vector<iq::StreamStatistics>& streams) {
            sum->insert(sum->end(), streams.begin(), streams.end());
            if (--*left == 0) done(*sum);
        });
}

void Calls::on_event(const iq::Event& event) {
    using iq::EventKind;
    const bool gone = event.kind == EventKind::consent_lost || event.kind == EventKind::dtls_failed ||
                      event.kind == EventKind::dtls_closed || event.kind == EventKind::gateway_lost;
    if (!gone) return;
    for (const auto& [id, call] : calls_)
        for (const auto& dialog : call.dialogs)
            if (dialog->context() == event.context) dialog->lose(executor_.now());
}

void Calls::sweep() {
    const TimePoint now = executor_.now();
    std::vector<std::pair<std::string, DialogPtr>> late;
    for (const auto& [id, call] : calls_)
        for (const auto& dialog : call.dialogs) {
            const bool lost = dialog->lost() && now - *dialog->lost() >= config_.lost;
            if (lost || (!dialog->answered() && now - dialog->since() >= config_.unanswered))
                late.emplace_back(id, dialog);
        }
    for (const auto& [id, dialog] : late) {
        log_.info("timed out", {{"call-id", id}, {"why", dialog->lost() ? "its media is gone" : "no answer"}});
        forget(id, dialog);
    }
}

}  // namespace wims::ng
