// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/rule.hpp"

/// a=crypto, on the core leg alone: SRTP there when the core's m-line is RTP/SAVP(F). (AGW-09, W3-02) [RFC 4568 5.1]
namespace wims::ims_alg {
namespace {

bool is_protected(std::string_view proto) { return proto == "RTP/SAVP" || proto == "RTP/SAVPF"; }

std::optional<Refusal> read(const Reading& in, Stream& out) {
    if (in.side != Side::core || !is_protected(out.proto)) return std::nullopt;
    for (const auto value : in.media().section.attributes("crypto"))
        if (auto crypto = sdp::Crypto::parse(value); crypto && is_served(*crypto))
            out.crypto.push_back(std::move(*crypto));
    if (out.crypto.empty()) return Refusal{Refusal::Code::miscellaneous, "no SRTP suite in common"};
    return std::nullopt;
}

void write(const Writing& in, std::size_t index, sdp::MediaDescription& out) {
    if (in.side != Side::core) return;
    for (const auto& crypto : in.streams[index].crypto) out.section.add_attribute("crypto", crypto.to_string());
}

}  // namespace

namespace rules_ {
const Rule sdes{"sdes", read, nullptr, write};
}

}  // namespace wims::ims_alg
