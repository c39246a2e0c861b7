// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <wims/common/result.hpp>

namespace wims::w2 {

/// A W2 protocol spoken inside the WebSocket, chosen by Sec-WebSocket-Protocol. SIP is the information model: every
/// other protocol is turned into SIP here, and nothing behind the IWF changes. [S1 X.1.2, W2-12]
/// One object serves one flow, on the IWF's worker.
class Subprotocol {
public:
    struct Outgoing {
        std::string payload;
        bool binary = false;
    };

    virtual ~Subprotocol() = default;
    /// One WebSocket message in, one SIP message out. An empty string: nothing to forward (a keep-alive).
    virtual Result<std::string> to_sip(std::string_view message, bool binary) = 0;
    /// One SIP message in, one WebSocket message out.
    virtual Result<Outgoing> from_sip(std::string_view sip) = 0;
};

}  // namespace wims::w2
