// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/rule.hpp"

#include <algorithm>

/// Which m-lines are served at all: RTP audio and video, DTLS-SRTP towards the WIC, plain RTP or SRTP towards the core. Anything but
/// audio and video needs a data channel on W3. (ALG-02, ALG-03, AGW-09, AGW-14, W3-02)
namespace wims::ims_alg {
namespace {

// The RTP/SAVP forms are those of browsers and clients before RFC 5764's proto reached them. [RFC 9429 5.1.2]
constexpr std::string_view access_protos[] = {"UDP/TLS/RTP/SAVPF",  "UDP/TLS/RTP/SAVP", "TCP/TLS/RTP/SAVPF",
                                              "TCP/DTLS/RTP/SAVPF", "RTP/SAVPF",        "RTP/SAVP"};
constexpr std::string_view core_protos[] = {"RTP/AVP", "RTP/AVPF"}, protected_protos[] = {"RTP/SAVP", "RTP/SAVPF"};

template <std::size_t n>
bool among(const std::string_view (&list)[n], std::string_view proto) {
    return std::find(std::begin(list), std::end(list), proto) != std::end(list);
}

std::optional<Refusal> read(const Reading& in, Stream& out) {
    const auto& media = in.media();
    out.media = media.media;
    out.proto = media.proto;
    out.formats = media.formats;
    if (media.media != "audio" && media.media != "video")
        return Refusal{Refusal::Code::media_type, "only audio and video are served"};
    if (in.side == Side::access && !among(access_protos, media.proto))
        return Refusal{Refusal::Code::miscellaneous, "DTLS-SRTP is needed"};
    const bool protection = in.policy.core_srtp != CoreSrtp::never && among(protected_protos, media.proto);
    if (in.side == Side::core && !protection && !among(core_protos, media.proto))
        return Refusal{Refusal::Code::miscellaneous, "only RTP/AVP is served"};
    return std::nullopt;
}

}  // namespace

namespace rules_ {
const Rule media{"media", read};
}

}  // namespace wims::ims_alg
