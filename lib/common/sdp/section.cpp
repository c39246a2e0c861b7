// SPDX-License-Identifier: Apache-2.0
#include "common/sdp/section.hpp"

#include <algorithm>

namespace wims::sdp {

std::string_view attribute_name(const Line& line) noexcept {
    if (line.type != 'a') return {};
    const std::string_view value = line.value;
    return value.substr(0, value.find(':'));
}

std::string_view attribute_value(const Line& line) noexcept {
    const std::string_view value = line.value;
    const auto colon = value.find(':');
    return line.type != 'a' || colon == std::string_view::npos ? std::string_view{} : value.substr(colon + 1);
}

void Section::add_flag(std::string_view name) { add('a', std::string(name)); }

void Section::add_attribute(std::string_view name, std::string_view value) {
    add('a', std::string(name) + ":" + std::string(value));
}

const Line* Section::find(char type) const noexcept {
    const auto it = std::find_if(lines_.begin(), lines_.end(), [type](const Line& l) { return l.type == type; });
    return it == lines_.end() ? nullptr : &*it;
}

std::size_t Section::count(char type) const noexcept {
    return static_cast<std::size_t>(
        std::count_if(lines_.begin(), lines_.end(), [type](const Line& l) { return l.type == type; }));
}

bool Section::has(std::string_view name) const noexcept { return attribute(name).has_value(); }

std::optional<std::string_view> Section::attribute(std::string_view name) const noexcept {
    for (const auto& line : lines_)
        if (line.type == 'a' && attribute_name(line) == name) return attribute_value(line);
    return std::nullopt;
}

std::vector<std::string_view> Section::attributes(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& line : lines_)
        if (line.type == 'a' && attribute_name(line) == name) values.push_back(attribute_value(line));
    return values;
}

std::size_t Section::remove_attribute(std::string_view name) {
    return std::erase_if(lines_, [name](const Line& l) { return l.type == 'a' && attribute_name(l) == name; });
}

std::size_t Section::remove_attributes_with(std::string_view part) {
    return std::erase_if(lines_, [part](const Line& l) {
        return l.type == 'a' && attribute_value(l).find(part) != std::string_view::npos;
    });
}

}  // namespace wims::sdp
