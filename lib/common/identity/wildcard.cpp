// SPDX-License-Identifier: Apache-2.0
#include "common/identity/wildcard.hpp"

#include <regex.h>

#include <algorithm>

#include "common/identity/public_identity.hpp"

namespace wims::identity {
namespace {

constexpr std::size_t longest_expression = 128;
constexpr std::size_t longest_identity = 512;
constexpr int most_intervals = 2;
constexpr int largest_interval = 64;

Error bad(std::string text) { return {ErrorKind::usage, "wildcarded identity: " + std::move(text)}; }

/// What regcomp would expand or back-track without bound is refused before it sees the expression.
bool affordable(std::string_view ere) {
    if (ere.empty() || ere.size() > longest_expression) return false;
    int intervals = 0;
    int number = 0;
    bool inside = false;
    for (std::size_t i = 0; i < ere.size(); ++i) {
        const char c = ere[i];
        if (c < 0x20 || c > 0x7E) return false;
        if (c == '\\') {
            if (i + 1 == ere.size() || (ere[i + 1] >= '0' && ere[i + 1] <= '9')) return false;
            ++i;
        } else if (c == '{') {
            if (++intervals > most_intervals) return false;
            inside = true;
            number = 0;
        } else if (c == '}') {
            inside = false;
        } else if (inside) {
            number = c >= '0' && c <= '9' ? number * 10 + (c - '0') : 0;
            if (number > largest_interval) return false;
        }
    }
    return true;
}

bool either_starts(std::string_view a, std::string_view b) { return a.starts_with(b) || b.starts_with(a); }
bool either_ends(std::string_view a, std::string_view b) { return a.ends_with(b) || b.ends_with(a); }

}  // namespace

struct Wildcard::Expression {
    Expression() = default;
    Expression(const Expression&) = delete;
    Expression& operator=(const Expression&) = delete;
    ~Expression() {
        if (compiled) regfree(&regex);
    }
    bool compile(const std::string& text) {
        compiled = regcomp(&regex, text.c_str(), REG_EXTENDED | REG_NOSUB) == 0;
        return compiled;
    }
    regex_t regex{};
    bool compiled = false;
};

Result<Wildcard> Wildcard::parse(std::string_view text) {
    const auto open = text.find('!');
    const auto close = text.rfind('!');
    if (open == std::string_view::npos || open == close) return bad("no pair of '!'");
    const auto front = text.substr(0, open);
    const auto ere = text.substr(open + 1, close - open - 1);
    const auto back = text.substr(close + 1);
    const auto at = back.find('@');
    if (!front.starts_with("sip:")) return bad("does not start with sip:");
    if (at == std::string_view::npos) return bad("the expression is not inside the user part");

    const auto front_user = canonical_user(front.substr(4));
    const auto back_user = canonical_user(back.substr(0, at));
    if (!front_user || !back_user) return bad("a literal part that cannot be in a user part");
    const auto host = canonical_host(back.substr(at + 1));
    if (!host) return bad("a bad host");
    if (!affordable(ere)) return bad("the expression is empty, too long or too costly");

    // Alone first, so that no unbalanced parenthesis can escape the anchors.
    auto expression = std::make_shared<Expression>();
    if (Expression alone; !alone.compile(std::string(ere)) || !expression->compile("^(" + std::string(ere) + ")$"))
        return bad("the expression does not compile");

    Wildcard wildcard;
    wildcard.prefix_ = "sip:" + *front_user;
    wildcard.suffix_ = *back_user + "@" + *host;
    wildcard.text_ = wildcard.prefix_ + "!" + std::string(ere) + "!" + wildcard.suffix_;
    wildcard.expression_ = std::move(expression);
    return wildcard;
}

bool Wildcard::matches(std::string_view identity) const {
    if (identity.size() < literal_length() || identity.size() > longest_identity) return false;
    if (!identity.starts_with(prefix_) || !identity.ends_with(suffix_)) return false;
    const std::string middle(identity.substr(prefix_.size(), identity.size() - literal_length()));
    if (middle.find('\0') != std::string::npos) return false;
    return regexec(&expression_->regex, middle.c_str(), 0, nullptr, 0) == 0;
}

bool Wildcard::may_overlap(const Wildcard& other) const noexcept {
    return either_starts(prefix_, other.prefix_) && either_ends(suffix_, other.suffix_);
}

}  // namespace wims::identity
