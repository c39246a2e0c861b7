// SPDX-License-Identifier: Apache-2.0
#include "common/sdp/fingerprint.hpp"

#include <algorithm>
#include <cctype>

#include "common/sdp/tokens.hpp"

namespace wims::sdp {
namespace {

struct HashLength {
    std::string_view hash;
    std::size_t octets;
};

constexpr HashLength hash_lengths[] = {
    {"sha-1", 20}, {"sha-224", 28}, {"sha-256", 32}, {"sha-384", 48}, {"sha-512", 64}};

bool is_hex_list(std::string_view value) {
    if (value.size() % 3 != 2) return false;
    for (std::size_t i = 0; i < value.size(); ++i)
        if (i % 3 == 2 ? value[i] != ':' : !std::isxdigit(static_cast<unsigned char>(value[i]))) return false;
    return true;
}

}  // namespace

std::optional<Fingerprint> Fingerprint::parse(std::string_view text) {
    const auto fields = split_fields(text);
    if (fields.size() != 2 || !is_token(fields[0]) || !is_hex_list(fields[1])) return std::nullopt;
    Fingerprint out{std::string(fields[0]), std::string(fields[1])};
    std::transform(out.hash.begin(), out.hash.end(), out.hash.begin(), [](unsigned char c) { return std::tolower(c); });
    std::transform(out.value.begin(), out.value.end(), out.value.begin(),
                   [](unsigned char c) { return std::toupper(c); });
    for (const auto& known : hash_lengths)
        if (out.hash == known.hash && out.value.size() != known.octets * 3 - 1) return std::nullopt;
    return out;
}

}  // namespace wims::sdp
