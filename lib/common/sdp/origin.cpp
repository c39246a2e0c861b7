// SPDX-License-Identifier: Apache-2.0
#include "common/sdp/origin.hpp"

#include "common/sdp/tokens.hpp"

namespace wims::sdp {
namespace {

bool is_digits(std::string_view text) { return text.find_first_not_of("0123456789") == std::string_view::npos; }

}  // namespace

std::optional<Origin> Origin::parse(std::string_view value) {
    const auto fields = split_fields(value);
    if (fields.size() != 6 || !is_digits(fields[1]) || !is_digits(fields[2])) return std::nullopt;
    if (fields[3] != "IN" || (fields[4] != "IP4" && fields[4] != "IP6")) return std::nullopt;
    return Origin{std::string(fields[0]), std::string(fields[1]), std::string(fields[2]), std::string(fields[4]),
                  std::string(fields[5])};
}

std::string Origin::to_string() const {
    return username + " " + session_id + " " + version + " IN " + address_type + " " + address;
}

}  // namespace wims::sdp
