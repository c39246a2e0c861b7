// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include <wims/common/result.hpp>

namespace wims::w1 {

/// Where the key sets of issuers are read that name a URI for them (TOK-08). The library has one that speaks HTTPS
/// (`signalling/https_key_source.hpp`); a host with an HTTP client of its own gives that.
class KeySource {
public:
    /// The octets of the document, or why there are none.
    using Done = std::function<void(Result<std::string>)>;

    virtual ~KeySource() = default;
    /// Any thread; returns at once. `done` runs exactly once, on a thread of the source's and never inside this call. It
    /// must come in bounded time: tokens with an unknown kid wait for it.
    virtual void fetch(const std::string& uri, Done done) = 0;
};

}  // namespace wims::w1
