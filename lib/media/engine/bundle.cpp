// SPDX-License-Identifier: Apache-2.0
#include "media/engine/bundle.hpp"

#include <string_view>

#include "media/rtp/header_extension.hpp"

namespace wims::media::engine {

void Bundle::learn(std::uint32_t ssrc, std::size_t stream) {
    for (std::size_t i = 0; i < known_; ++i) {
        if (table_[i].ssrc != ssrc) continue;
        table_[i].stream = static_cast<std::uint8_t>(stream);
        return;
    }
    const std::size_t at = known_ < sources ? known_++ : oldest_++ % sources;
    table_[at] = {ssrc, static_cast<std::uint8_t>(stream)};
}

std::optional<std::size_t> Bundle::stream_of(const std::vector<Stream>& streams, const Packet& packet,
                                             const rtp::Header& header) {
    if (streams.size() == 1) return 0;
    for (std::size_t i = 0; i < streams.size(); ++i) {
        const auto mid = rtp::find_extension(packet, header, streams[i].mid_extension());
        if (!mid) continue;
        const std::string_view text(reinterpret_cast<const char*>(mid->data()), mid->size());
        for (std::size_t k = 0; k < streams.size(); ++k) {
            if (streams[k].spec().mid != text) continue;
            learn(header.ssrc, k);
            return k;
        }
        return std::nullopt;
    }
    const auto takes = [&](std::size_t i) { return streams[i].payloads().to_core(header.payload_type).has_value(); };
    for (std::size_t i = 0; i < known_; ++i)
        if (table_[i].ssrc == header.ssrc && table_[i].stream < streams.size() && takes(table_[i].stream))
            return table_[i].stream;
    for (std::size_t i = 0; i < streams.size(); ++i)
        if (takes(i)) return i;
    return std::nullopt;
}

}  // namespace wims::media::engine
