// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <wims/common/result.hpp>

namespace wims::identity {

/// A wildcarded public identity, `sip:w1-!.*!@webrtc.operator.example`: a POSIX extended regular expression between the
/// outermost pair of `!`, literals around it. [TS 23.003 13.4A] The expression stands inside the user part; the host is
/// literal. Its cost is bounded: at most 128 characters, no back reference, at most two intervals of at most 64.
/// Immutable; copies share the compiled expression. Any thread.
class Wildcard {
public:
    /// usage: no pair of `!`, an expression that does not compile or is too costly, a bad literal part.
    static Result<Wildcard> parse(std::string_view text);

    /// `identity` in canonical form; the expression must match all of what lies between the literals.
    bool matches(std::string_view identity) const;
    /// The identity that has `middle` where the expression stands, whether or not that matches.
    std::string with(std::string_view middle) const { return prefix_ + std::string(middle) + suffix_; }

    const std::string& text() const noexcept { return text_; }
    std::string_view host() const noexcept { return std::string_view(suffix_).substr(suffix_.find('@') + 1); }
    std::size_t literal_length() const noexcept { return prefix_.size() + suffix_.size(); }

    /// False only when no identity can match both. Literals are compared, expressions are not: it is said to overlap
    /// when one prefix begins the other and one suffix ends the other.
    bool may_overlap(const Wildcard& other) const noexcept;

private:
    struct Expression;
    Wildcard() = default;
    std::string text_, prefix_, suffix_;
    std::shared_ptr<const Expression> expression_;
};

}  // namespace wims::identity
