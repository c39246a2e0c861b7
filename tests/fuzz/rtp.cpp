// SPDX-License-Identifier: Apache-2.0
// An RTP packet through what the relay does to it: it stays within its slot, and what leaves parses again. The first octet
// chooses which header extensions pass. (AGW-15, ALG-10)
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "media/rtp/event_clock.hpp"
#include "media/rtp/header_extension.hpp"
#include "media/rtp/key_frame.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wims;
    using namespace wims::media;
    if (size == 0) return 0;
    rtp::ExtensionIds ids{};
    for (std::size_t i = 1; i < ids.size(); ++i)
        ids[i] = (data[0] >> (i % 8) & 1) != 0 ? static_cast<std::uint8_t>(256 - i) : std::uint8_t{0};
    std::vector<std::uint8_t> octets(data + 1, data + size);
    Packet packet{octets.data(), octets.size(), octets.size()};
    auto header = rtp::Header::parse(packet);
    if (!header) return 0;
    const auto payload = header->payload(packet);
    const std::vector<std::uint8_t> before(payload.begin(), payload.end());
    for (const char* encoding : {"H264", "VP8", "VP9", "AV1"})
        static_cast<void>(rtp::begins_key_frame(encoding, payload));
    rtp::map_extensions(packet, *header, ids);
    header->write(packet);
    const auto again = rtp::Header::parse(packet);
    if (!again || again->payload_at != header->payload_at || again->padding != header->padding) std::abort();
    const auto after = again->payload(packet);
    if (!std::equal(before.begin(), before.end(), after.begin(), after.end())) std::abort();
    rtp::EventClock clock;
    static_cast<void>(clock.pass(*header, header->payload(packet), 48000, 8000));
    return 0;
}
