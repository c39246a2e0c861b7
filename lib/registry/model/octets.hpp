// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace wims::registry {

/// Appends numbers in little endian, and texts with their length in front.
class OctetWriter {
public:
    explicit OctetWriter(std::string& out) noexcept : out_(out) {}

    template <std::integral Number>
    void number(Number value) {
        char octets[sizeof(Number)];
        auto rest = static_cast<std::uint64_t>(value);
        for (char& octet : octets) {
            octet = static_cast<char>(rest & 0xFF);
            rest >>= 8;
        }
        out_.append(octets, sizeof octets);
    }
    void text(std::string_view value) {
        number(static_cast<std::uint32_t>(value.size()));
        out_.append(value);
    }

private:
    std::string& out_;
};

/// Reads them back. What is not there reads as zero or empty, and good() says so.
class OctetReader {
public:
    explicit OctetReader(std::string_view in) noexcept : in_(in) {}

    template <std::integral Number>
    Number number() noexcept {
        const auto octets = take(sizeof(Number));
        std::uint64_t value = 0;
        for (std::size_t i = octets.size(); i-- > 0;) value = value << 8 | static_cast<unsigned char>(octets[i]);
        return static_cast<Number>(value);
    }
    std::string_view text() noexcept { return take(number<std::uint32_t>()); }
    bool good() const noexcept { return good_; }
    bool at_end() const noexcept { return in_.empty(); }

private:
    std::string_view take(std::size_t size) noexcept {
        if (size > in_.size()) {
            good_ = false;
            in_ = {};
            return {};
        }
        const auto taken = in_.substr(0, size);
        in_.remove_prefix(size);
        return taken;
    }
    std::string_view in_;
    bool good_ = true;
};

}  // namespace wims::registry
