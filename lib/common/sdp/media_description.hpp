// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/sdp/section.hpp"

namespace wims::sdp {

/// One m-section: the m= line and what follows it. [RFC 8866 5.14]
struct MediaDescription {
    std::string media;  ///< "audio"
    std::uint16_t port = 0;
    std::uint16_t port_count = 1;
    std::string proto;  ///< "UDP/TLS/RTP/SAVPF"
    std::vector<std::string> formats;
    Section section;
    std::uint32_t line = 0;  ///< of the m= line in the text it was read from

    bool is_rtp() const noexcept;

    /// The m= line only. Formats of an RTP proto are numbers of 0–127.
    static std::optional<MediaDescription> parse(std::string_view value);
    std::string m_line() const;

    bool operator==(const MediaDescription& other) const {
        return m_line() == other.m_line() && section == other.section;
    }
};

}  // namespace wims::sdp
