// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "signalling/epcscf/flow.hpp"
#include "signalling/sip/message.hpp"

namespace wims::epcscf {

/// Whether a request's Bearer token speaks for an identity. [S2 5.2.2.5.2 st.4, TOK-02, TOK-06]
/// Lives as long as its owner wants the answer.
class TokenCheck {
public:
    explicit TokenCheck(const Environment& environment) : environment_(environment) {}

    enum class Demand {
        required,  ///< REGISTER: no token is a 401
        optional,  ///< an initial request on a registered flow: no token is fine (TOK-01), unless configured (TOK-05)
    };
    /// The verified token; on Demand::optional, one with an empty subject when none was shown. Errors carry the status
    /// for the WIC: 400, 401, 403 (another user's token), 504 and 500 when W1 does not answer.
    using Done = std::function<void(Result<w1::Token>)>;

    /// `identity` is canonical. `done` may run inside this call.
    void check(const sip::Message& request, const Flow& flow, const TrailId& trail, const std::string& identity,
               Demand demand, Done done);

    /// The response that says an error of check(): with the challenge when it is a 401.
    static sip::Message refusal(const Environment& environment, const sip::Message& request, const Error& error);

private:
    const Environment& environment_;
    Operation pending_;
};

}  // namespace wims::epcscf
