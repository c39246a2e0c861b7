// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/control/state_json.hpp"

#include <cmath>

namespace wims::mini_ims {

using Json = nlohmann::ordered_json;

namespace {
Json rounded(const std::optional<double>& value) {
    return value ? Json(std::round(*value * 100) / 100) : Json(nullptr);
}

Json block_json(const ReportBlock& block) {
    return {{"reporter", block.reporter},
            {"ssrc", block.ssrc},
            {"fraction_lost", block.fraction_lost},
            {"cumulative_lost", block.cumulative_lost},
            {"highest_sequence", block.highest_sequence},
            {"jitter", block.jitter},
            {"last_sr", block.last_sr},
            {"delay_since_last_sr", block.delay_since_last_sr}};
}

Json rtcp_json(const RtpReport& report) {
    Json received = Json::array();
    for (const auto& block : report.blocks_received) received.push_back(block_json(block));
    return {{"own_ssrc", report.own_ssrc},        {"remote_ssrc", report.remote_ssrc}, {"sr_sent", report.sr_sent},
            {"rr_sent", report.rr_sent},          {"sr_received", report.sr_received}, {"rr_received", received},
            {"bye_received", report.bye_received}};
}

Json heard_json(const RtpReport& report) {
    return {{"frequency_hz", rounded(report.frequency_hz)},
            {"level_dbfs", rounded(report.level_dbfs)},
            {"gaps_over_60ms", report.gaps},
            {"packets", report.packets},
            {"lost", report.lost},
            {"ssrcs", report.sources}};
}

Json events_json(const RtpReport& report) {
    Json events = Json::array();
    for (const auto& event : report.events)
        events.push_back({{"event", event.event},
                          {"duration", event.duration},
                          {"marker", event.marker},
                          {"ended", event.ended},
                          {"end_packets", event.end_packets}});
    return events;
}
}  // namespace

Json state_json(const SCscf& s_cscf) {
    Json registrations = Json::array();
    for (const auto& [impu, binding] : s_cscf.registrations().all()) {
        const auto left = std::chrono::duration_cast<std::chrono::seconds>(binding.expires - s_cscf.now());
        const auto& wildcard = binding.subscription->wildcard;
        registrations.push_back({{"impu", impu},
                                 {"impi", binding.subscription->impi},
                                 {"wildcard", wildcard ? Json(wildcard->text()) : Json(nullptr)},
                                 {"contact", binding.contact},
                                 {"path", binding.path},
                                 {"expires_in", left.count()},
                                 {"refreshes", binding.refreshes}});
    }
    Json received = Json::object();
    for (const auto& [method, count] : s_cscf.received()) received[method] = count;
    return {{"registrations", registrations}, {"received", received}, {"last_register", s_cscf.last_register()}};
}

Json video_json(const PhoneState& phone) {
    if (!phone.video) return nullptr;
    const auto report = phone.video->report();
    return {{"packets", report.packets},
            {"payload_type", report.payload_type},
            {"key_frames_asked", report.key_frames_asked},
            {"key_frames_wanted", report.key_frames_wanted}};
}

Json phone_json(const PhoneState& phone) {
    const auto report = phone.media ? phone.media->report() : RtpReport();
    return {{"state", phone.state},
            {"call_id", phone.call_id},
            {"session_id", phone.session_id},
            {"remote", phone.remote},
            {"codec", phone.codec},
            {"heard", heard_json(report)},
            {"sent",
             {{"frequency_hz", rounded(phone.sent_frequency_hz)},
              {"level_dbfs", rounded(phone.sent_level_dbfs)},
              {"packets", report.packets_sent}}},
            {"rtcp", rtcp_json(report)},
            {"dtmf", events_json(report)},
            {"video", video_json(phone)},
            {"last_bye_reason", phone.last_bye_reason},
            {"last_failure_status", phone.last_failure_status},
            {"last_reinvite_status", phone.last_reinvite_status},
            {"ended_by", phone.ended_by},
            {"answer_delay_ms", phone.answer_delay.count()}};
}

}  // namespace wims::mini_ims
