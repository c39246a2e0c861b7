// SPDX-License-Identifier: Apache-2.0
#include "ng_gateway/bencode/writer.hpp"

namespace wims::ng::bencode {

namespace {

void append(std::string& out, const Value& value);

void append(std::string& out, const std::string& text) {
    out += std::to_string(text.size());
    out += ':';
    out += text;
}

void append(std::string& out, const Value& value) {
    if (const auto* number = value.as<std::int64_t>()) {
        out += 'i' + std::to_string(*number) + 'e';
    } else if (const auto* text = value.as<std::string>()) {
        append(out, *text);
    } else if (const auto* list = value.as<List>()) {
        out += 'l';
        for (const auto& item : *list) append(out, item);
        out += 'e';
    } else if (const auto* dictionary = value.as<Dictionary>()) {
        out += 'd';
        for (const auto& [key, item] : dictionary->entries()) {
            append(out, key);
            append(out, item);
        }
        out += 'e';
    }
}

}  // namespace

std::string write(const Value& value) {
    std::string out;
    append(out, value);
    return out;
}

}  // namespace wims::ng::bencode
