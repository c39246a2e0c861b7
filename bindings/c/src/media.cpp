// SPDX-License-Identifier: Apache-2.0
#include <wims/media.h>

#include <memory>

#include <wims/media/session_engine.hpp>

#include "host_log.hpp"
#include "iq_plan.hpp"

struct wims_media_engine : wims::c::Handle {
    static constexpr std::uint32_t handle_kind = wims::c::kind_of("weng");
    wims_media_engine() : Handle(handle_kind) {}

    wims::c::HostLog log;
    std::unique_ptr<wims::media::MediaEngine> engine;
};

namespace wims::c {
namespace {

wims_ip_endpoint endpoint(const media::IpEndpoint& in) {
    wims_ip_endpoint out = {};
    std::copy(in.ip.begin(), in.ip.end(), out.ip);
    out.port = in.port;
    out.v6 = in.v6;
    out.tcp = in.tcp;
    return out;
}

media::IpEndpoint endpoint(const wims_ip_endpoint& in) {
    media::IpEndpoint out;
    std::copy(in.ip, in.ip + (in.v6 != 0 ? 16 : 4), out.ip.begin());
    out.port = in.port;
    out.v6 = in.v6 != 0;
    out.tcp = in.tcp != 0;
    return out;
}

int32_t kind_of(iq::EventKind kind) { return static_cast<int32_t>(kind) + WIMS_EVENT_ICE_CONNECTED; }
static_assert(static_cast<int32_t>(iq::EventKind::gateway_lost) + WIMS_EVENT_ICE_CONNECTED == WIMS_EVENT_GATEWAY_LOST);

/// The host's callback table as the engine sees it.
class HostOutput final : public media::SessionOutput {
public:
    explicit HostOutput(const wims_media_output_vt& table) noexcept : table_(table) {}

    void send_access(std::span<const std::uint8_t> datagram, const media::IpEndpoint& to) override {
        const auto address = endpoint(to);
        table_.send_access(table_.user, datagram.data(), datagram.size(), &address);
    }
    void send_core(std::size_t stream, media::CorePort port, std::span<const std::uint8_t> datagram,
                   const media::IpEndpoint& to) override {
        const auto address = endpoint(to);
        const int32_t which = port == media::CorePort::rtp ? WIMS_CORE_RTP : WIMS_CORE_RTCP;
        table_.send_core(table_.user, stream, which, datagram.data(), datagram.size(), &address);
    }
    void event(iq::EventKind kind, std::string detail) override {
        if (table_.event == nullptr) return;
        const wims_media_event out = {sizeof out, kind_of(kind), str(detail)};
        table_.event(table_.user, &out);
    }

private:
    const wims_media_output_vt table_;
};

}  // namespace
}  // namespace wims::c

struct wims_media_session : wims::c::Handle {
    static constexpr std::uint32_t handle_kind = wims::c::kind_of("wses");
    explicit wims_media_session(const wims_media_output_vt& table) : Handle(handle_kind), output(table) {}

    wims::c::HostOutput output;
    std::unique_ptr<wims::media::SessionEngine> session;
    wims::w3::TransportDescription local;
};

using namespace wims;

namespace {

TimePoint at(int64_t now_us) { return TimePoint(std::chrono::microseconds(now_us)); }

wims_status check_datagram(const wims_media_session* session, const uint8_t* octets, size_t size, size_t room,
                           const wims_ip_endpoint* from) {
    if (const auto s = c::check(session); s != WIMS_OK) return s;
    if (octets == nullptr || from == nullptr) return c::null_argument("octets or from is NULL");
    if (room < size || room - size < WIMS_MEDIA_TAIL_OCTETS)
        return c::fail(WIMS_TYPE_USAGE, 0, "the buffer has no room behind the packet: size + WIMS_MEDIA_TAIL_OCTETS");
    return WIMS_OK;
}

}  // namespace

extern "C" wims_status wims_ip_endpoint_parse(wims_ip_endpoint* out, wims_str ip, uint16_t port) {
    return c::guard([&]() -> wims_status {
        if (out == nullptr) return c::null_argument("out is NULL");
        const auto parsed = media::IpEndpoint::from({c::text(ip), port});
        if (!parsed) return c::fail(WIMS_TYPE_USAGE, 0, "not a numeric IP address");
        *out = c::endpoint(*parsed);
        return WIMS_OK;
    });
}

extern "C" wims_status wims_media_engine_create(wims_media_engine** out, const wims_media_engine_config* config) {
    return c::guard([&]() -> wims_status {
        if (out == nullptr) return c::null_argument("out is NULL");
        wims_media_engine_config in;
        if (const auto s = c::read(in, config); s != WIMS_OK) return s;
        media::MediaEngineConfig settings;
        const auto set = [](Duration& to, uint32_t ms) {
            if (ms != 0) to = std::chrono::milliseconds(ms);
        };
        if (in.consent_send > 1 || in.reserved != 0) return c::fail(WIMS_TYPE_USAGE, 0, "consent_send is 0 or 1");
        if (in.consent_send == 1) settings.consent = media::ConsentMode::send;
        set(settings.consent_loss, in.consent_loss_ms);
        set(settings.dtls_setup, in.dtls_setup_ms);
        set(settings.media_inactivity, in.media_inactivity_ms);
        auto handle = std::make_unique<wims_media_engine>();
        if (const auto s = c::HostLog::read(handle->log, in.log); s != WIMS_OK) return s;
        const auto now = in.now_s != 0 ? WallTime(std::chrono::seconds(in.now_s))
                                       : std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
        auto made = media::MediaEngine::create(settings, now, handle->log, handle->log);
        if (!made) return c::fail(made.error());
        handle->engine = std::move(*made);
        *out = handle.release();
        return WIMS_OK;
    });
}

extern "C" void wims_media_engine_destroy(wims_media_engine* engine) { c::destroy(engine); }

extern "C" wims_status wims_media_session_create(wims_media_session** out, wims_media_engine* engine,
                                                 const wims_iq_plan* plan, const wims_media_output_vt* output,
                                                 int64_t now_us) {
    return c::guard([&]() -> wims_status {
        if (out == nullptr) return c::null_argument("out is NULL");
        if (const auto s = c::check(engine); s != WIMS_OK) return s;
        wims_media_output_vt table;
        if (const auto s = c::read(table, output); s != WIMS_OK) return s;
        if (table.send_access == nullptr || table.send_core == nullptr)
            return c::null_argument("send_access or send_core is NULL");
        c::Plan wanted;
        if (const auto s = c::read_plan(wanted, plan); s != WIMS_OK) return s;
        iq::ReserveRequest request;
        request.trail = TrailId::create();
        request.streams = std::move(wanted.streams);
        request.access_remote = std::move(wanted.access_remote);
        auto handle = std::make_unique<wims_media_session>(table);
        auto made = engine->engine->open(request, handle->output, at(now_us));
        if (!made) return c::fail(made.error());
        handle->session = std::move(*made);
        handle->local = handle->session->local();
        *out = handle.release();
        return WIMS_OK;
    });
}

extern "C" void wims_media_session_destroy(wims_media_session* session) { c::destroy(session); }

extern "C" wims_status wims_media_session_get_local(wims_media_local* local, const wims_media_session* session) {
    if (const auto s = c::check(session); s != WIMS_OK) return s;
    wims_media_local out = WIMS_MEDIA_LOCAL_INIT;
    out.ufrag = c::str(session->local.ice.ufrag);
    out.pwd = c::str(session->local.ice.pwd);
    const auto& fingerprint = session->local.fingerprints.front();
    out.fingerprint = {c::str(fingerprint.hash), c::str(fingerprint.value)};
    return c::write(local, out);
}

extern "C" wims_status wims_media_session_configure(wims_media_session* session, const wims_iq_plan* plan,
                                                    int64_t now_us) {
    return c::guard([&]() -> wims_status {
        if (const auto s = c::check(session); s != WIMS_OK) return s;
        c::Plan wanted;
        if (const auto s = c::read_plan(wanted, plan); s != WIMS_OK) return s;
        iq::ConfigureRequest request;
        request.streams = std::move(wanted.streams);
        request.access_remote = std::move(wanted.access_remote);
        return c::status_of(session->session->configure(request, at(now_us)));
    });
}

extern "C" wims_status wims_media_session_receive_access(wims_media_session* session, uint8_t* octets, size_t size,
                                                         size_t room, const wims_ip_endpoint* from, int64_t now_us) {
    return c::guard([&]() -> wims_status {
        if (const auto s = check_datagram(session, octets, size, room, from); s != WIMS_OK) return s;
        media::Packet packet{octets, size, room};
        session->session->receive_access(packet, c::endpoint(*from), at(now_us));
        return WIMS_OK;
    });
}

extern "C" wims_status wims_media_session_receive_core(wims_media_session* session, size_t stream, int32_t port,
                                                       uint8_t* octets, size_t size, size_t room,
                                                       const wims_ip_endpoint* from, int64_t now_us) {
    return c::guard([&]() -> wims_status {
        if (const auto s = check_datagram(session, octets, size, room, from); s != WIMS_OK) return s;
        media::Packet packet{octets, size, room};
        const auto which = port == WIMS_CORE_RTP ? media::CorePort::rtp : media::CorePort::rtcp;
        session->session->receive_core(stream, which, packet, c::endpoint(*from), at(now_us));
        return WIMS_OK;
    });
}

extern "C" wims_status wims_media_session_handle_time(wims_media_session* session, int64_t now_us) {
    return c::guard([&]() -> wims_status {
        if (const auto s = c::check(session); s != WIMS_OK) return s;
        session->session->handle_time(at(now_us));
        return WIMS_OK;
    });
}

extern "C" wims_status wims_media_session_get_deadline(int64_t* deadline_us, const wims_media_session* session) {
    if (deadline_us == nullptr) return c::null_argument("deadline_us is NULL");
    if (const auto s = c::check(session); s != WIMS_OK) return s;
    const auto deadline = session->session->deadline();
    *deadline_us =
        deadline ? std::chrono::ceil<std::chrono::microseconds>(deadline->time_since_epoch()).count() : INT64_MAX;
    return WIMS_OK;
}

extern "C" wims_status wims_media_session_release(wims_media_session* session, wims_media_statistics_fn done,
                                                  void* user) {
    return c::guard([&]() -> wims_status {
        if (const auto s = c::check(session); s != WIMS_OK) return s;
        for (const auto& n : session->session->release()) {
            const wims_media_statistics out = {
                sizeof out, n.id, n.packets_to_core, n.octets_to_core, n.packets_to_access, n.octets_to_access};
            if (done != nullptr) done(user, &out);
        }
        return WIMS_OK;
    });
}
