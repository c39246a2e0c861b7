// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <wims/common/address.hpp>
#include <wims/common/result.hpp>

#include "mini_ims/audio/g711.hpp"

namespace wims::mini_ims {

/// A picture that the peer offers or takes: H.264 or VP8, the first in its order.
struct PhoneVideo {
    TransportAddress rtp, rtcp;
    std::uint8_t type = 0;
    std::string encoding;    ///< "H264/90000", as the peer writes it
    std::string parameters;  ///< of fmtp
    std::size_t index = 0;   ///< which m= line
};

/// What a G.711 phone reads in a description: the first audio stream that it can speak. [RFC 8866, RFC 3264]
struct PhoneSdp {
    TransportAddress rtp;
    TransportAddress rtcp;                   ///< a=rtcp, or the next port
    G711 law = G711::pcmu;                   ///< the first G.711 in the peer's order
    std::optional<std::uint8_t> event_type;  ///< telephone-event/8000
    std::optional<PhoneVideo> video;         ///< for a phone that has a screen
    bool peer_sends = true;
    bool peer_receives = true;
    std::size_t audio_index = 0;     ///< which m= line
    std::vector<std::string> media;  ///< every m= line, to refuse the others in the answer

    /// protocol with status 488: no audio in RTP/AVP with G.711.
    static Result<PhoneSdp> parse(const std::string& text);
};

/// A phone's own side. One object a call; each description it writes has the next version.
class PhoneDescription {
public:
    PhoneDescription(std::string ip, std::uint16_t port, std::uint64_t session)
        : ip_(std::move(ip)), port_(port), session_(session) {}

    /// `hold`: sendonly. [RFC 3264 8.4]
    std::string offer(bool hold = false);
    /// `video_port`: where it takes the offered picture, 0: not at all.
    std::string answer(const PhoneSdp& offer, std::uint16_t video_port = 0);

private:
    std::string head();
    static std::string video(const PhoneVideo& offered, const std::string& line, std::uint16_t port);
    std::string audio(const std::string& formats, const std::string& maps, std::string_view direction) const;

    std::string ip_;
    std::uint16_t port_;
    std::uint64_t session_;
    unsigned version_ = 0;
};

}  // namespace wims::mini_ims
