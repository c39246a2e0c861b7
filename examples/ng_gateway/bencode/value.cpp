// SPDX-License-Identifier: Apache-2.0
#include "ng_gateway/bencode/value.hpp"

namespace wims::ng::bencode {

Value::Value() = default;
Value::Value(const Value&) = default;
Value::Value(Value&&) noexcept = default;
Value& Value::operator=(const Value&) = default;
Value& Value::operator=(Value&&) noexcept = default;
Value::~Value() = default;

Dictionary::Dictionary(std::initializer_list<Entry> entries) : entries_(entries) {}

void Dictionary::add(std::string key, Value value) { entries_.emplace_back(std::move(key), std::move(value)); }

const Value* Dictionary::find(std::string_view key) const noexcept {
    for (const auto& [name, value] : entries_)
        if (name == key) return &value;
    return nullptr;
}

const std::string& Dictionary::text(std::string_view key) const noexcept {
    static const std::string none;
    const Value* value = find(key);
    const auto* text = value != nullptr ? value->as<std::string>() : nullptr;
    return text != nullptr ? *text : none;
}

bool Dictionary::operator==(const Dictionary& other) const { return entries_ == other.entries_; }
bool Value::operator==(const Value& other) const { return content == other.content; }

}  // namespace wims::ng::bencode
