// SPDX-License-Identifier: Apache-2.0
#include "media/dtls/record.hpp"

#include <utility>

#include "media/rtp/octets.hpp"

namespace wims::media::dtls {

namespace {

constexpr std::uint8_t major = 0xFE;
constexpr std::size_t version_at = 1, epoch_at = 3, length_at = 11;
constexpr std::uint64_t sequence_mask = 0xFFFF'FFFF'FFFF;

}  // namespace

std::optional<Record> Record::take(std::span<const std::uint8_t>& datagram) noexcept {
    const auto whole = std::exchange(datagram, {});
    if (whole.size() < header_octets || whole[version_at] != major) return std::nullopt;
    const std::size_t length = get_u16(whole.data() + length_at);
    if (whole.size() - header_octets < length) return std::nullopt;
    datagram = whole.subspan(header_octets + length);
    return Record{static_cast<ContentType>(whole[0]), get_u16(whole.data() + epoch_at),
                  get_u64(whole.data() + epoch_at) & sequence_mask, whole.subspan(header_octets, length),
                  get_u16(whole.data() + version_at)};
}

void Record::append_to(Datagram& out) const {
    const std::size_t at = out.size();
    out.resize(at + header_octets);
    std::uint8_t* header = out.data() + at;
    header[0] = static_cast<std::uint8_t>(type);
    put_u16(header + version_at, version);
    put_u64(header + epoch_at, std::uint64_t{epoch} << 48 | sequence);
    put_u16(header + length_at, static_cast<std::uint16_t>(fragment.size()));
    out.insert(out.end(), fragment.begin(), fragment.end());
}

}  // namespace wims::media::dtls
