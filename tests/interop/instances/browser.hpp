// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "signalling/sip/message.hpp"
#include "support/tls/client.hpp"

namespace wims::test {

/// A WIC on a WebSocket of an IWF: registers, calls, is called. Blocking; every wait ends after 5 s.
class Browser {
public:
    Browser(const TransportAddress& iwf, std::string user);

    /// REGISTER; its status, 0 when none came.
    int log_in();
    /// INVITE with ACK, then BYE; the status of the INVITE's final response.
    int call(const std::string& called);
    /// Answers the next INVITE with 200 and waits for its ACK; false when either did not come.
    bool pick_up();
    /// The code of the Close that the IWF sends; 0: none came.
    int close_code();

private:
    sip::Message request(const std::string& method, const std::string& uri, const std::string& to);
    void send(const sip::Message& message);
    /// The next message that fits; an empty request when none came.
    sip::Message wait(const std::function<bool(const sip::Message&)>& fits);

    TlsClient tls_;
    const std::string user_, page_;  // the page makes its Call-IDs its own
    std::string input_;
    int cseq_ = 0;
};

}  // namespace wims::test
