// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace wims::ng::bencode {

struct Value;
using List = std::vector<Value>;

/// Keys in the order in which they came or were added: the ng protocol does not sort them.
class Dictionary {
public:
    using Entry = std::pair<std::string, Value>;

    Dictionary() = default;
    Dictionary(std::initializer_list<Entry> entries);

    void add(std::string key, Value value);
    /// nullptr when there is none.
    const Value* find(std::string_view key) const noexcept;
    /// Empty when there is none or it is no text.
    const std::string& text(std::string_view key) const noexcept;
    const std::vector<Entry>& entries() const noexcept { return entries_; }

    bool operator==(const Dictionary&) const;

private:
    std::vector<Entry> entries_;
};

/// One bencoded thing.
struct Value {
    Value();
    // Out of line: inlined, they make g++ 12 see members of the variant that are not there.
    Value(const Value&);
    Value(Value&&) noexcept;
    Value& operator=(const Value&);
    Value& operator=(Value&&) noexcept;
    ~Value();
    Value(std::int64_t number) : content(number) {}
    Value(std::string text) : content(std::move(text)) {}
    Value(const char* text) : content(std::string(text)) {}
    Value(List list) : content(std::move(list)) {}
    Value(Dictionary dictionary) : content(std::move(dictionary)) {}

    /// nullptr when it is something else.
    template <class T>
    const T* as() const noexcept {
        return std::get_if<T>(&content);
    }
    bool operator==(const Value&) const;

    std::variant<std::int64_t, std::string, List, Dictionary> content;
};

}  // namespace wims::ng::bencode
