// SPDX-License-Identifier: Apache-2.0
#include "media/adapters/libsrtp2/libsrtp2_session.hpp"

#include <algorithm>
#include <string>

namespace wims::media::srtp {

namespace {

constexpr std::size_t rtp_ssrc_at = 8, rtcp_ssrc_at = 4;

std::uint32_t ssrc_of(const Packet& packet, std::size_t at) {
    const std::uint8_t* p = packet.data + at;
    return static_cast<std::uint32_t>(p[0]) << 24 | static_cast<std::uint32_t>(p[1]) << 16 |
           static_cast<std::uint32_t>(p[2]) << 8 | p[3];
}

void choose(srtp_policy_t& policy, Profile profile) {
    srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtcp);
    switch (profile) {
        case Profile::aes128_cm_sha1_80: srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtp); return;
        case Profile::aes128_cm_sha1_32: srtp_crypto_policy_set_aes_cm_128_hmac_sha1_32(&policy.rtp); return;
        case Profile::aead_aes_128_gcm:
            srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtp);
            srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtcp);
            return;
        case Profile::aead_aes_256_gcm:
            srtp_crypto_policy_set_aes_gcm_256_16_auth(&policy.rtp);
            srtp_crypto_policy_set_aes_gcm_256_16_auth(&policy.rtcp);
            return;
        case Profile::aes256_cm_sha1_80:
        case Profile::aes256_cm_sha1_32:
            srtp_crypto_policy_set_aes_cm_256_hmac_sha1_80(&policy.rtcp);
            if (profile == Profile::aes256_cm_sha1_80) srtp_crypto_policy_set_aes_cm_256_hmac_sha1_80(&policy.rtp);
            else srtp_crypto_policy_set_aes_cm_256_hmac_sha1_32(&policy.rtp);
            return;
    }
}

/// Opens *session, or gives an open one new keys: then libsrtp keeps its roll-over counters.
srtp_err_status_t key(srtp_t* session, Profile profile, const Secret& master, srtp_ssrc_type_t direction) {
    srtp_policy_t policy{};
    choose(policy, profile);
    std::string octets(master.reveal());
    policy.ssrc.type = direction;
    policy.key = reinterpret_cast<unsigned char*>(octets.data());
    policy.window_size = rtp_window;
    const auto status = *session == nullptr ? srtp_create(session, &policy) : srtp_update(*session, &policy);
    std::fill(octets.begin(), octets.end(), '\0');
    return status;
}

Verdict verdict_of(srtp_err_status_t status) {
    switch (status) {
        case srtp_err_status_ok: return Verdict::good;
        case srtp_err_status_replay_fail:
        case srtp_err_status_replay_old:
        case srtp_err_status_pkt_idx_old: return Verdict::replayed;
        case srtp_err_status_auth_fail: return Verdict::unauthentic;
        default: return Verdict::malformed;
    }
}

}  // namespace

Result<std::unique_ptr<Session>> Libsrtp2Session::create(const Keys& keys) {
    std::unique_ptr<Libsrtp2Session> session(new Libsrtp2Session);
    if (auto ok = session->rekey(keys); !ok) return ok.error();
    return std::unique_ptr<Session>(std::move(session));
}

Result<void> Libsrtp2Session::rekey(const Keys& keys) {
    if (find_transform(keys.profile) == nullptr) return Error{ErrorKind::usage, "no such SRTP profile", 0};
    const std::size_t octets = key_octets(keys.profile) + salt_octets(keys.profile);
    if (keys.local.reveal().size() != octets || keys.remote.reveal().size() != octets)
        return Error{ErrorKind::usage, "SRTP key of the wrong length", 0};
    if (key(&outbound_, keys.profile, keys.local, ssrc_any_outbound) != srtp_err_status_ok ||
        key(&inbound_, keys.profile, keys.remote, ssrc_any_inbound) != srtp_err_status_ok)
        return Error{ErrorKind::internal, "libsrtp2 refuses " + std::string(name_of(keys.profile)), 0};
    return {};
}

Libsrtp2Session::~Libsrtp2Session() {
    if (outbound_ != nullptr) srtp_dealloc(outbound_);
    if (inbound_ != nullptr) srtp_dealloc(inbound_);
}

bool Libsrtp2Session::Sources::has_room_for(std::uint32_t source) const noexcept {
    return count < ssrc.size() || std::find(ssrc.begin(), ssrc.end(), source) != ssrc.end();
}

void Libsrtp2Session::Sources::remember(std::uint32_t source) noexcept {
    const auto end = ssrc.begin() + static_cast<std::ptrdiff_t>(count);
    if (std::find(ssrc.begin(), end, source) == end && count < ssrc.size()) ssrc[count++] = source;
}

Verdict Libsrtp2Session::run(srtp_t session, Sources& sources, Transform transform, Packet& packet, std::size_t ssrc_at,
                             std::size_t tail) {
    if (packet.size < ssrc_at + 4 || packet.room < packet.size + tail) return Verdict::malformed;
    const std::uint32_t source = ssrc_of(packet, ssrc_at);
    if (!sources.has_room_for(source)) return Verdict::limit;
    int size = static_cast<int>(packet.size);
    const auto status = transform(session, packet.data, &size);
    if (status != srtp_err_status_ok) return verdict_of(status);
    packet.size = static_cast<std::size_t>(size);
    sources.remember(source);
    return Verdict::good;
}

Verdict Libsrtp2Session::protect_rtp(Packet& packet) {
    return run(outbound_, sent_, srtp_protect, packet, rtp_ssrc_at, tail_octets);
}
Verdict Libsrtp2Session::protect_rtcp(Packet& packet) {
    return run(outbound_, sent_, srtp_protect_rtcp, packet, rtcp_ssrc_at, tail_octets);
}
Verdict Libsrtp2Session::unprotect_rtp(Packet& packet) {
    return run(inbound_, received_, srtp_unprotect, packet, rtp_ssrc_at, 0);
}
Verdict Libsrtp2Session::unprotect_rtcp(Packet& packet) {
    return run(inbound_, received_, srtp_unprotect_rtcp, packet, rtcp_ssrc_at, 0);
}

}  // namespace wims::media::srtp
