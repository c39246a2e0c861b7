// SPDX-License-Identifier: Apache-2.0
#include "iq_plan.hpp"

namespace wims::c {
namespace {

wims_address address(const TransportAddress& in) { return {str(in.ip), in.port, {0, 0, 0}}; }
TransportAddress address(const wims_address& in) { return {text(in.ip), in.port}; }

std::vector<wims_iq_payload> payloads_of(const iq::StreamSpec& stream) {
    std::vector<wims_iq_payload> out;
    for (const auto& p : stream.payloads)
        out.push_back({p.access_type, p.core_type, 0, p.clock_rate, p.core_clock_rate, 0, str(p.encoding)});
    return out;
}

wims_iq_stream stream_of(const iq::StreamSpec& in, const std::vector<wims_iq_payload>& payloads) {
    wims_iq_stream out = WIMS_IQ_STREAM_INIT;
    out.id = in.id;
    out.media = in.media == iq::MediaType::audio ? WIMS_MEDIA_AUDIO : WIMS_MEDIA_VIDEO;
    out.blocked_to_access = !in.through.to_access;
    out.blocked_to_core = !in.through.to_core;
    out.mid = str(in.mid);
    out.payloads = payloads.data();
    out.payload_count = payloads.size();
    if (in.core_remote) {
        out.core_rtp = address(in.core_remote->rtp);
        out.core_rtcp = address(in.core_remote->rtcp);
    }
    return out;
}

wims_status read_stream(iq::StreamSpec& out, const wims_iq_stream& in) {
    if (in.media != WIMS_MEDIA_AUDIO && in.media != WIMS_MEDIA_VIDEO)
        return fail(WIMS_TYPE_USAGE, 0, "a stream is neither audio nor video");
    if (in.payload_count > 0 && in.payloads == nullptr) return null_argument("payloads is NULL");
    out.id = in.id;
    out.media = in.media == WIMS_MEDIA_AUDIO ? iq::MediaType::audio : iq::MediaType::video;
    out.mid = text(in.mid);
    out.through = {in.blocked_to_access == 0, in.blocked_to_core == 0};
    for (std::size_t i = 0; i < in.payload_count; ++i) {
        const auto& p = in.payloads[i];
        out.payloads.push_back({p.access_type, p.core_type, text(p.encoding), p.clock_rate, p.core_clock_rate});
    }
    if (in.core_rtp.port != 0) out.core_remote = iq::CoreRemote{address(in.core_rtp), address(in.core_rtcp)};
    return WIMS_OK;
}

wims_status read_remote(iq::AccessRemote& out, const wims_iq_access_remote* remote) {
    wims_iq_access_remote in;
    if (const auto s = read(in, remote); s != WIMS_OK) return s;
    if (in.fingerprint_count > 0 && in.fingerprints == nullptr) return null_argument("fingerprints is NULL");
    if (in.gateway_role != WIMS_DTLS_SERVER && in.gateway_role != WIMS_DTLS_CLIENT)
        return fail(WIMS_TYPE_USAGE, 0, "gateway_role is neither server nor client");
    out.gateway_role = in.gateway_role == WIMS_DTLS_SERVER ? w3::DtlsRole::server : w3::DtlsRole::client;
    out.transport.ice = {text(in.ufrag), text(in.pwd)};
    out.transport.tls_id = text(in.tls_id);
    for (std::size_t i = 0; i < in.fingerprint_count; ++i)
        out.transport.fingerprints.push_back({text(in.fingerprints[i].hash), text(in.fingerprints[i].value)});
    return WIMS_OK;
}

}  // namespace

PlanView::PlanView(const std::vector<iq::StreamSpec>& streams, const std::optional<iq::AccessRemote>& remote,
                   std::size_t refused) {
    for (const auto& stream : streams) payloads_.push_back(payloads_of(stream));
    for (std::size_t i = 0; i < streams.size(); ++i) streams_.push_back(stream_of(streams[i], payloads_[i]));
    plan_.refused = static_cast<std::uint32_t>(refused);
    plan_.streams = streams_.data();
    plan_.stream_count = streams_.size();
    if (!remote) return;
    for (const auto& f : remote->transport.fingerprints) fingerprints_.push_back({str(f.hash), str(f.value)});
    remote_.gateway_role = remote->gateway_role == w3::DtlsRole::server ? WIMS_DTLS_SERVER : WIMS_DTLS_CLIENT;
    remote_.ufrag = str(remote->transport.ice.ufrag);
    remote_.pwd = str(remote->transport.ice.pwd);
    remote_.tls_id = str(remote->transport.tls_id);
    remote_.fingerprints = fingerprints_.data();
    remote_.fingerprint_count = fingerprints_.size();
    plan_.access_remote = &remote_;
}

wims_status read_plan(Plan& out, const wims_iq_plan* plan) {
    wims_iq_plan in;
    if (const auto s = read(in, plan); s != WIMS_OK) return s;
    if (in.access_remote != nullptr)
        if (const auto s = read_remote(out.access_remote.emplace(), in.access_remote); s != WIMS_OK) return s;
    return read_all(in.streams, in.stream_count,
                    [&](const wims_iq_stream& stream) { return read_stream(out.streams.emplace_back(), stream); });
}

}  // namespace wims::c
