// SPDX-License-Identifier: Apache-2.0
#include "common/jose/json_object.hpp"

#include <set>
#include <vector>

namespace wims::jose {

std::optional<nlohmann::json> parse_object(std::string_view text) {
    using json = nlohmann::json;
    std::vector<std::set<std::string>> names;
    bool repeated = false;
    const auto watch = [&](int, json::parse_event_t event, json& value) {
        if (event == json::parse_event_t::object_start) names.emplace_back();
        if (event == json::parse_event_t::object_end) names.pop_back();
        if (event == json::parse_event_t::key && !names.back().insert(value.get<std::string>()).second) repeated = true;
        return true;
    };
    json object = json::parse(text.begin(), text.end(), watch, false);
    if (repeated || !object.is_object()) return std::nullopt;
    return object;
}

std::string string_member(const nlohmann::json& object, const char* name) {
    const auto it = object.find(name);
    return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

}  // namespace wims::jose
