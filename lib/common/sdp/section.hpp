// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wims::sdp {

/// One "x=value" line.
struct Line {
    char type = 'a';
    std::string value;
    std::uint32_t number = 0;  ///< 1-based in the text it was read from; 0: written here

    bool operator==(const Line& other) const { return type == other.type && value == other.value; }
};

/// "rtpmap" of "a=rtpmap:0 PCMU/8000"; empty when the line is no attribute.
std::string_view attribute_name(const Line& line) noexcept;
/// "0 PCMU/8000"; empty for a flag.
std::string_view attribute_value(const Line& line) noexcept;

/// The lines of one level, session or m-section, in their order; unknown ones are kept. [RFC 8866 5]
class Section {
public:
    const std::vector<Line>& lines() const noexcept { return lines_; }

    void add(Line line) { lines_.push_back(std::move(line)); }
    void add(char type, std::string value) { lines_.push_back({type, std::move(value), 0}); }
    void add_flag(std::string_view name);
    void add_attribute(std::string_view name, std::string_view value);

    /// First line of a type, nullptr when there is none.
    const Line* find(char type) const noexcept;
    std::size_t count(char type) const noexcept;

    bool has(std::string_view name) const noexcept;
    /// Value of the first attribute of that name; empty for a flag.
    std::optional<std::string_view> attribute(std::string_view name) const noexcept;
    std::vector<std::string_view> attributes(std::string_view name) const;
    /// How many lines went.
    std::size_t remove_attribute(std::string_view name);
    /// Attributes whose value holds `part`.
    std::size_t remove_attributes_with(std::string_view part);

    bool operator==(const Section&) const = default;

private:
    std::vector<Line> lines_;
};

}  // namespace wims::sdp
