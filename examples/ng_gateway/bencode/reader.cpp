// SPDX-License-Identifier: Apache-2.0
#include "ng_gateway/bencode/reader.hpp"

#include <charconv>
#include <optional>
#include <set>

namespace wims::ng::bencode {

namespace {

constexpr std::size_t longest_number = 20;  // of 64 bits, with its sign

/// Recursive descent, as deep as the limits say.
class Reader {
public:
    Reader(std::string_view octets, const Limits& limits) : octets_(octets), limits_(limits) {}

    Result<Value> whole() {
        auto value = read_value(0);
        if (value && at_ != octets_.size()) return malformed("something follows the value");
        return value;
    }

private:
    Error malformed(const char* what) const {
        return {ErrorKind::protocol, std::string(what) + ", octet " + std::to_string(at_), 400};
    }
    Error beyond(const char* what) const { return {ErrorKind::limit, std::string("too many ") + what, 400}; }

    bool next_is(char c) const { return at_ < octets_.size() && octets_[at_] == c; }
    bool take(char c) {
        if (!next_is(c)) return false;
        ++at_;
        return true;
    }

    Result<Value> read_value(std::size_t depth) {
        if (++values_ > limits_.values) return beyond("values");
        if (at_ == octets_.size()) return malformed("a value is missing");
        const char first = octets_[at_];
        if (first >= '0' && first <= '9') {
            auto text = read_text();
            if (!text) return text.error();
            return Value(std::move(*text));
        }
        if (take('i')) return read_number();
        if (first != 'l' && first != 'd') return malformed("no value begins like this");
        if (depth == limits_.depth) return beyond("levels");
        ++at_;
        return first == 'l' ? read_list(depth + 1) : read_dictionary(depth + 1);
    }

    /// Digits up to `end`, without leading zeros.
    template <class T>
    std::optional<T> digits(char end) {
        const auto length = octets_.substr(at_, longest_number + 1).find(end);
        if (length == std::string_view::npos) return std::nullopt;
        const auto text = octets_.substr(at_, length);
        const auto figures = text.starts_with('-') ? text.substr(1) : text;
        if (figures.empty() || (figures.front() == '0' && text.size() > 1)) return std::nullopt;
        T value{};
        const auto [last, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || last != text.data() + text.size()) return std::nullopt;
        at_ += text.size() + 1;
        return value;
    }

    Result<Value> read_number() {
        const auto number = digits<std::int64_t>('e');
        if (!number) return malformed("no number");
        return Value(*number);
    }

    Result<std::string> read_text() {
        const auto length = digits<std::size_t>(':');
        if (!length) return malformed("no length of a text");
        if (*length > octets_.size() - at_) return malformed("a text is longer than what is left");
        std::string text(octets_.substr(at_, *length));
        at_ += *length;
        return text;
    }

    Result<Value> read_list(std::size_t depth) {
        List list;
        while (!take('e')) {
            auto value = read_value(depth);
            if (!value) return value;
            list.push_back(std::move(*value));
        }
        return Value(std::move(list));
    }

    Result<Value> read_dictionary(std::size_t depth) {
        Dictionary dictionary;
        std::set<std::string, std::less<>> keys;
        while (!take('e')) {
            auto key = read_text();
            if (!key) return key.error();
            if (!keys.insert(*key).second) return malformed("a key comes twice");
            auto value = read_value(depth);
            if (!value) return value;
            dictionary.add(std::move(*key), std::move(*value));
        }
        return Value(std::move(dictionary));
    }

    const std::string_view octets_;
    const Limits& limits_;
    std::size_t at_ = 0;
    std::size_t values_ = 0;
};

}  // namespace

Result<Value> read(std::string_view octets, const Limits& limits) {
    if (octets.size() > limits.octets) return Error{ErrorKind::limit, "too many octets", 400};
    return Reader(octets, limits).whole();
}

}  // namespace wims::ng::bencode
