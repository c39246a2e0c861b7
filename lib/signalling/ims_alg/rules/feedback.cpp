// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "signalling/ims_alg/rule.hpp"

/// RTCP feedback of video: each leg agrees to its own, and the gateway joins them. Estimates of the bit rate never reach
/// the core. (ALG-10, AGW-16, VID-03) [RFC 4585 4.2, RFC 5104 7.1, RFC 5506 5]
namespace wims::ims_alg {
namespace {

std::optional<Refusal> read(const Reading& in, Stream& out) {
    if (out.media != "video") return std::nullopt;
    for (const auto value : in.media().section.attributes("rtcp-fb")) {
        const auto what = value.substr(std::min(value.size(), value.find(' ') + 1));
        if (what == "nack") out.feedback.nack = true;
        else if (what == "nack pli") out.feedback.pli = true;
        else if (what == "ccm fir") out.feedback.fir = true;
        else if (what == "goog-remb") out.feedback.remb = in.side == Side::access;
        else if (what == "transport-cc") out.feedback.transport_cc = in.side == Side::access;
    }
    out.feedback.reduced_size = in.side == Side::access && in.media().section.has("rtcp-rsize");
    return std::nullopt;
}

void write(const Writing& in, std::size_t index, sdp::MediaDescription& out) {
    const auto& stream = in.streams[index];
    const auto& feedback = stream.feedback;
    if (feedback.reduced_size) out.section.add_flag("rtcp-rsize");
    for (const auto& codec : stream.codecs) {
        const auto add = [&](bool agreed, std::string_view what) {
            if (agreed) out.section.add_attribute("rtcp-fb", std::to_string(codec.type) + " " + std::string(what));
        };
        add(feedback.nack, "nack");
        add(feedback.pli, "nack pli");
        add(feedback.fir, "ccm fir");
        add(feedback.remb, "goog-remb");
        add(feedback.transport_cc, "transport-cc");
    }
}

}  // namespace

namespace rules_ {
const Rule feedback{"feedback", read, nullptr, write};
}

}  // namespace wims::ims_alg
