// SPDX-License-Identifier: Apache-2.0
#include "media/srtp/openssl_session.hpp"

#include <string>
#include <utility>

#include "media/rtp/octets.hpp"

namespace wims::media::srtp {

namespace {

constexpr std::uint32_t rtcp_index_mask = 0x7FFF'FFFF;

/// Octets of an RTP header with its contributing sources and extension, 0 when the packet is shorter than that.
std::size_t rtp_header(std::span<const std::uint8_t> packet) noexcept {
    constexpr std::size_t fixed = 12, extension_head = 4;
    if (packet.size() < fixed) return 0;
    std::size_t size = fixed + 4 * (packet[0] & 0x0Fu);
    if ((packet[0] & 0x10u) != 0) {
        if (packet.size() < size + extension_head) return 0;
        size += extension_head + 4 * std::size_t{get_u16(packet.data() + size + 2)};
    }
    return size <= packet.size() ? size : 0;
}

}  // namespace

Result<std::unique_ptr<Session>> OpensslSession::create(const Keys& keys) {
    std::unique_ptr<OpensslSession> session(new OpensslSession);
    if (auto ok = session->rekey(keys); !ok) return ok.error();
    return std::unique_ptr<Session>(std::move(session));
}

Result<void> OpensslSession::rekey(const Keys& keys) {
    const Transform* transform = find_transform(keys.profile);
    if (transform == nullptr) return Error{ErrorKind::usage, "no such SRTP profile", 0};
    const std::size_t octets = transform->key + transform->salt;
    if (keys.local.reveal().size() != octets || keys.remote.reveal().size() != octets)
        return Error{ErrorKind::usage, "SRTP key of the wrong length", 0};
    auto sent = PacketCipher::create(*transform, keys.local);
    auto received = PacketCipher::create(*transform, keys.remote);
    if (!sent || !received)
        return Error{ErrorKind::internal, "OpenSSL refuses " + std::string(name_of(keys.profile)), 0};
    transform_ = transform;
    sent_.cipher = std::move(sent);
    received_.cipher = std::move(received);
    sent_.sources.rekeyed();
    received_.sources.rekeyed();
    return {};
}

Verdict OpensslSession::protect_rtp(Packet& packet) {
    const std::size_t header = rtp_header(packet.octets());
    if (header == 0 || packet.room < packet.size + tail_octets) return Verdict::malformed;
    const std::uint32_t ssrc = get_u32(packet.data + 8);
    Source* source = sent_.sources.find(ssrc);
    if (source == nullptr && sent_.sources.full()) return Verdict::limit;
    const std::uint16_t sequence = get_u16(packet.data + 2);
    const std::uint64_t index = source == nullptr ? sequence : source->guess(sequence);
    // Two packets under one number would have one key stream. [RFC 3711 9.1]
    if (source != nullptr && source->rtp.stale(index)) return Verdict::replayed;
    if (!sent_.cipher->seal_rtp(packet, header, ssrc, index)) return Verdict::malformed;
    if (source == nullptr) source = &sent_.sources.add(ssrc);
    source->rtp.add(index);
    return Verdict::good;
}

Verdict OpensslSession::unprotect_rtp(Packet& packet) {
    const std::size_t header = rtp_header(packet.octets());
    if (header == 0 || packet.size < header + transform_->rtp_tag) return Verdict::malformed;
    const std::uint32_t ssrc = get_u32(packet.data + 8);
    Source* source = received_.sources.find(ssrc);
    if (source == nullptr && received_.sources.full()) return Verdict::limit;
    const std::uint16_t sequence = get_u16(packet.data + 2);
    const std::uint64_t index = source == nullptr ? sequence : source->guess(sequence);
    if (source != nullptr && source->rtp.stale(index)) return Verdict::replayed;
    if (!received_.cipher->open_rtp(packet, header, ssrc, index)) return Verdict::unauthentic;
    if (source == nullptr) source = &received_.sources.add(ssrc);
    source->rtp.add(index);
    return Verdict::good;
}

Verdict OpensslSession::protect_rtcp(Packet& packet) {
    if (packet.size < rtcp_header_octets || packet.room < packet.size + tail_octets) return Verdict::malformed;
    const std::uint32_t ssrc = get_u32(packet.data + 4);
    Source* source = sent_.sources.find(ssrc);
    if (source == nullptr && sent_.sources.full()) return Verdict::limit;
    const std::uint32_t index = source == nullptr ? 0 : source->next_rtcp;
    if (index > rtcp_index_mask) return Verdict::replayed;  // 2^31 packets: the key is used up [RFC 3711 9.2]
    if (!sent_.cipher->seal_rtcp(packet, ssrc, index)) return Verdict::malformed;
    if (source == nullptr) source = &sent_.sources.add(ssrc);
    source->next_rtcp = index + 1;
    return Verdict::good;
}

Verdict OpensslSession::unprotect_rtcp(Packet& packet) {
    const std::size_t tail = rtcp_index_octets + transform_->rtcp_tag;
    if (packet.size < rtcp_header_octets + tail) return Verdict::malformed;
    const std::uint32_t ssrc = get_u32(packet.data + 4);
    Source* source = received_.sources.find(ssrc);
    if (source == nullptr && received_.sources.full()) return Verdict::limit;
    const std::size_t word_at = packet.size - (transform_->aead ? rtcp_index_octets : tail);
    const std::uint32_t word = get_u32(packet.data + word_at);
    if ((word & rtcp_encrypted) == 0) return Verdict::malformed;  // encryption is not a sender's choice here
    const std::uint32_t index = word & rtcp_index_mask;
    if (source != nullptr && source->rtcp.stale(index)) return Verdict::replayed;
    if (!received_.cipher->open_rtcp(packet, ssrc, index)) return Verdict::unauthentic;
    if (source == nullptr) source = &received_.sources.add(ssrc);
    source->rtcp.add(index);
    return Verdict::good;
}

}  // namespace wims::media::srtp
