// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/rule.hpp"

namespace wims::ims_alg {
namespace {

constexpr std::string_view never_on_core[] = {
    "group",
    "mid",
    "bundle-only",
    "rtcp-mux",
    "rtcp-mux-only",
    "rtcp-rsize",
    "ice-ufrag",
    "ice-pwd",
    "ice-options",
    "ice-lite",
    "ice-mismatch",
    "ice-pacing",
    "candidate",
    "remote-candidates",
    "end-of-candidates",
    "fingerprint",
    "setup",
    "connection",
    "tls-id",
    "identity",
    "msid",
    "msid-semantic",
    "ssrc",
    "ssrc-group",
    "rid",
    "simulcast",
    "extmap-allow-mixed",
    "sctp-port",
    "sctpmap",
    "max-message-size",
    "dcmap",
    "dcsa",
};

/// Of attributes that may be seen there: these values may not.
constexpr std::string_view never_values_on_core[] = {"goog-remb", "transport-cc", "rtp-hdrext:sdes",
                                                     "transport-wide-cc"};

std::size_t strip(sdp::Section& section) {
    std::size_t gone = 0;
    for (const auto name : never_on_core) gone += section.remove_attribute(name);
    for (const auto value : never_values_on_core) gone += section.remove_attributes_with(value);
    return gone;
}

}  // namespace

std::size_t strip_for_core(sdp::SessionDescription& description) {
    auto gone = strip(description.session);
    for (auto& media : description.media) gone += strip(media.section);
    return gone;
}

}  // namespace wims::ims_alg
