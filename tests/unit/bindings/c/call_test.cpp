// SPDX-License-Identifier: Apache-2.0
// One call through both C libraries: the ALG's plan programs the media session, whose values go into the ALG's SDP.
#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include <wims/media.h>
#include <wims/signalling.h>

#include "media/dtls/association.hpp"
#include "media/engine/demux.hpp"
#include "media/ice/stun_writer.hpp"
#include "media/srtp/session.hpp"
#include "unit/signalling/ims_alg/offers.hpp"

using namespace wims;
using Octets = std::vector<std::uint8_t>;

namespace {

wims_ip_endpoint parsed(const char* ip, std::uint16_t port) {
    wims_ip_endpoint out;
    REQUIRE(wims_ip_endpoint_parse(&out, {ip, std::char_traits<char>::length(ip)}, port) == WIMS_OK);
    return out;
}

std::string text(wims_str s) { return {s.data, s.size}; }

std::string replaced(std::string in, const std::string& from, const std::string& to) {
    const auto at = in.find(from);
    REQUIRE(at != std::string::npos);
    return in.replace(at, in.find("\r\n", at) - at, to);
}

struct Call {
    Call() {
        const wims_alg_config alg_config = WIMS_ALG_CONFIG_INIT;
        REQUIRE(wims_alg_create(&alg, &alg_config) == WIMS_OK);
        wims_media_engine_config engine_config = WIMS_MEDIA_ENGINE_CONFIG_INIT;
        engine_config.now_s = 1'800'000'000;
        engine_config.consent_loss_ms = 5'000;
        REQUIRE(wims_media_engine_create(&engine, &engine_config) == WIMS_OK);
        output.user = this;
        output.send_access = [](void* user, const std::uint8_t* octets, std::size_t size, const wims_ip_endpoint* to) {
            CHECK(to->port == 50000);
            static_cast<Call*>(user)->to_wic.emplace_back(octets, octets + size);
        };
        output.send_core = [](void* user, std::size_t stream, std::int32_t port, const std::uint8_t* octets,
                              std::size_t size, const wims_ip_endpoint* to) {
            CHECK(stream == 0);
            if (port != WIMS_CORE_RTP) return;
            static_cast<Call*>(user)->to_phone.emplace_back(octets, octets + size);
            static_cast<Call*>(user)->phone = *to;
        };
        output.event = [](void* user, const wims_media_event* event) {
            static_cast<Call*>(user)->events.push_back(event->kind);
        };
    }
    ~Call() {
        wims_media_session_destroy(session);
        wims_media_engine_destroy(engine);
        wims_alg_destroy(alg);
    }

    std::string forwarded(wims_status (*get)(char*, std::size_t*, wims_alg*)) {
        std::size_t size = 0;
        REQUIRE(get(nullptr, &size, alg) == WIMS_OK);
        std::string out(size, '\0');
        std::size_t room = size - 1;
        CHECK(get(out.data(), &room, alg) == WIMS_STATUS(WIMS_TYPE_LIMIT, WIMS_CAUSE_BUFFER_TOO_SMALL));
        CHECK(room == size);
        REQUIRE(get(out.data(), &size, alg) == WIMS_OK);
        return out;
    }
    void reserve(const wims_iq_plan* plan) {
        REQUIRE(wims_media_session_create(&session, engine, plan, &output, now) == WIMS_OK);
        wims_media_local local = WIMS_MEDIA_LOCAL_INIT;
        REQUIRE(wims_media_session_get_local(&local, session) == WIMS_OK);
        ufrag = text(local.ufrag);
        pwd = text(local.pwd);
        fingerprint = {text(local.fingerprint.hash), text(local.fingerprint.value)};
        const wims_alg_core_local core = {plan->streams[0].id, 30000, 30001, WIMS_STR("10.10.1.5")};
        gateway.access_ip = WIMS_STR("198.51.100.10");
        gateway.access_port = 20000;
        gateway.ufrag = local.ufrag;
        gateway.pwd = local.pwd;
        gateway.fingerprint = local.fingerprint;
        gateway.core = &core;
        gateway.core_count = 1;
        REQUIRE(wims_alg_reserved(alg, &gateway) == WIMS_OK);
        gateway.core = nullptr;
    }
    void offer_and_answer() {
        // The worked offer with the fingerprint that our WIC has.
        const auto offer = replaced(test::crlf(test::worked_offer),
                                    "a=fingerprint:", "a=fingerprint:sha-256 " + wic_dtls->fingerprint().value);
        REQUIRE(wims_alg_offer(
                    alg, WIMS_SIDE_ACCESS, {offer.data(), offer.size()},
                    [](void* user, const wims_iq_plan* plan) { static_cast<Call*>(user)->reserve(plan); },
                    this) == WIMS_OK);
        core_offer = forwarded(wims_alg_forwarded_offer);
        const auto answer = test::crlf(test::phone_answer);
        REQUIRE(wims_alg_answer(
                    alg, WIMS_SIDE_CORE, {answer.data(), answer.size()},
                    [](void* user, const wims_iq_plan* plan) {
                        auto& call = *static_cast<Call*>(user);
                        CHECK(wims_media_session_configure(call.session, plan, call.now) == WIMS_OK);
                        CHECK(plan->streams[0].payload_count > 0);
                        call.access_type = plan->streams[0].payloads[0].access_type;
                    },
                    this) == WIMS_OK);
        access_answer = forwarded(wims_alg_forwarded_answer);
    }
    void from_wic(Octets octets) {
        const std::size_t size = octets.size();
        octets.resize(size + WIMS_MEDIA_TAIL_OCTETS);
        CHECK(wims_media_session_receive_access(session, octets.data(), size, octets.size(), &wic_address, now) ==
              WIMS_OK);
    }
    void connect() {
        media::ice::StunWriter check(media::ice::StunType::binding_request, {1, 2, 3});
        check.add_text(media::ice::StunAttribute::username, ufrag + ":x");
        check.add_u64(media::ice::StunAttribute::ice_controlling, 1);
        check.add(media::ice::StunAttribute::use_candidate, {});
        check.add_integrity(pwd);
        check.add_fingerprint();
        from_wic({check.octets().begin(), check.octets().end()});
        media::dtls::Association association(*wic_dtls, w3::DtlsRole::client, {fingerprint});
        association.start();
        for (std::size_t seen = 0, round = 0; round < 20; ++round) {
            for (const auto& datagram : association.take_outgoing()) from_wic(datagram);
            for (; seen < to_wic.size(); ++seen)
                if (media::engine::classify(to_wic[seen]) == media::engine::PacketKind::dtls)
                    association.receive(to_wic[seen]);
        }
        REQUIRE(association.keys());
        srtp = std::move(*backend->create(*association.keys()));
    }
    void say(std::uint8_t type, std::uint16_t sequence) {
        Octets octets = {0x80, type, 0, static_cast<std::uint8_t>(sequence), 0, 0, 0, 1, 0, 0, 0, 7, 'h', 'i'};
        const std::size_t size = octets.size();
        octets.resize(size + WIMS_MEDIA_TAIL_OCTETS);
        media::Packet packet{octets.data(), size, octets.size()};
        REQUIRE(srtp->protect_rtp(packet) == media::srtp::Verdict::good);
        octets.resize(packet.size);
        from_wic(octets);
    }

    const wims_ip_endpoint wic_address = parsed("192.0.2.7", 50000);
    wims_alg* alg = nullptr;
    wims_media_engine* engine = nullptr;
    wims_media_session* session = nullptr;
    wims_media_output_vt output = WIMS_MEDIA_OUTPUT_VT_INIT;
    wims_alg_gateway gateway = WIMS_ALG_GATEWAY_INIT;
    std::int64_t now = 1'000'000;
    std::string ufrag, pwd, core_offer, access_answer;
    w3::Fingerprint fingerprint;
    std::uint8_t access_type = 255;
    std::vector<Octets> to_wic, to_phone;
    wims_ip_endpoint phone = {};
    std::vector<std::int32_t> events;
    std::unique_ptr<media::dtls::Endpoint> wic_dtls =
        std::move(*media::dtls::Endpoint::create(WallTime(std::chrono::seconds(1'800'000'000))));
    std::unique_ptr<media::srtp::Backend> backend = std::move(*media::srtp::make_backend(media::SrtpBackend::openssl));
    std::unique_ptr<media::srtp::Session> srtp;
};

}  // namespace

TEST_CASE("ALG-03 ALG-05 AGW-02: offer, answer, check, handshake and audio, all through C") {
    Call call;
    call.offer_and_answer();
    CHECK(call.core_offer.find("m=audio 30000 RTP/AVP") != std::string::npos);
    CHECK(call.core_offer.find("fingerprint") == std::string::npos);
    CHECK(call.access_answer.find("a=ice-ufrag:" + call.ufrag) != std::string::npos);
    CHECK(call.access_answer.find(call.fingerprint.value) != std::string::npos);
    call.connect();
    CHECK(call.events == std::vector<std::int32_t>{WIMS_EVENT_ICE_CONNECTED, WIMS_EVENT_DTLS_ESTABLISHED});
    call.say(call.access_type, 1);
    REQUIRE(call.to_phone.size() == 1);
    CHECK(std::string(call.to_phone[0].end() - 2, call.to_phone[0].end()) == "hi");

    std::uint64_t packets = 0;
    const auto add = [](void* user, const wims_media_statistics* s) {
        *static_cast<std::uint64_t*>(user) += s->packets_to_core;
    };
    REQUIRE(wims_media_session_release(call.session, add, &packets) == WIMS_OK);
    CHECK(packets == 1);
}

TEST_CASE("AGW-05: time comes from the host; its deadline leads to the loss of consent") {
    Call call;
    call.offer_and_answer();
    call.connect();
    for (int i = 0; i < 100 && call.events.back() != WIMS_EVENT_CONSENT_LOST; ++i) {
        std::int64_t deadline = 0;
        REQUIRE(wims_media_session_get_deadline(&deadline, call.session) == WIMS_OK);
        REQUIRE(deadline != INT64_MAX);
        call.now = std::max(call.now, deadline);
        REQUIRE(wims_media_session_handle_time(call.session, call.now) == WIMS_OK);
    }
    CHECK(call.events.back() == WIMS_EVENT_CONSENT_LOST);
    CHECK(call.now <= 7'000'000);
}

TEST_CASE("E27 E28: an offer that is none changes nothing; nothing is forwarded before something is reserved") {
    Call call;
    CHECK(wims_alg_offer(call.alg, WIMS_SIDE_ACCESS, WIMS_STR("v=0\r\nnonsense"), nullptr, nullptr) ==
          WIMS_STATUS(WIMS_TYPE_PROTOCOL, 400));
    CHECK(WIMS_STATUS_TYPE(wims_alg_offer(call.alg, 7, WIMS_STR(""), nullptr, nullptr)) == WIMS_TYPE_USAGE);
    std::size_t size = 0;
    CHECK(WIMS_STATUS_TYPE(wims_alg_forwarded_offer(nullptr, &size, call.alg)) == WIMS_TYPE_USAGE);
    CHECK(wims_alg_answer(call.alg, WIMS_SIDE_CORE, WIMS_STR("v=0\r\n"), nullptr, nullptr) ==
          WIMS_STATUS(WIMS_TYPE_PROTOCOL, 400));
    call.offer_and_answer();
}

TEST_CASE("a session needs a stream, an output and room behind its packets") {
    Call call;
    wims_iq_plan plan = WIMS_IQ_PLAN_INIT;
    CHECK(WIMS_STATUS_TYPE(wims_media_session_create(&call.session, call.engine, &plan, &call.output, 0)) ==
          WIMS_TYPE_USAGE);
    wims_iq_stream stream = WIMS_IQ_STREAM_INIT;
    plan.streams = &stream;
    plan.stream_count = 1;
    wims_media_output_vt deaf = WIMS_MEDIA_OUTPUT_VT_INIT;
    CHECK(wims_media_session_create(&call.session, call.engine, &plan, &deaf, 0) ==
          WIMS_STATUS(WIMS_TYPE_USAGE, WIMS_CAUSE_NULL_ARGUMENT));
    stream.media = 9;
    CHECK(WIMS_STATUS_TYPE(wims_media_session_create(&call.session, call.engine, &plan, &call.output, 0)) ==
          WIMS_TYPE_USAGE);
    stream.media = WIMS_MEDIA_AUDIO;
    REQUIRE(wims_media_session_create(&call.session, call.engine, &plan, &call.output, 0) == WIMS_OK);
    std::uint8_t octets[64] = {};
    CHECK(WIMS_STATUS_TYPE(wims_media_session_receive_access(call.session, octets, 60, sizeof octets, &call.wic_address,
                                                             0)) == WIMS_TYPE_USAGE);
    CHECK(wims_media_session_receive_access(call.session, octets, 20, sizeof octets, &call.wic_address, 0) == WIMS_OK);
    CHECK(wims_media_session_receive_core(call.session, 99, WIMS_CORE_RTP, octets, 20, sizeof octets, &call.wic_address,
                                          0) == WIMS_OK);
    wims_ip_endpoint none;
    CHECK(WIMS_STATUS_TYPE(wims_ip_endpoint_parse(&none, WIMS_STR("localhost"), 1)) == WIMS_TYPE_USAGE);
}
