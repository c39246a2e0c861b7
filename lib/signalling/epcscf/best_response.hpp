// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "signalling/sip/message.hpp"

namespace wims::epcscf {

/// The one final response that the branches of a call come to when none succeeds: a 6xx before all, else the lowest class;
/// in it, what a user said before what we concluded (480, 408). [RFC 3261 16.7 step 6, FRK-06]
class BestResponse {
public:
    struct Candidate {
        sip::Message response;
        std::string why;  ///< for the log
    };
    void offer(Candidate candidate);
    bool decides() const noexcept { return best_ && best_->response.status() >= 600; }  ///< no other branch may go on
    /// Precondition: something was offered.
    Candidate take() { return std::move(*best_); }

private:
    std::optional<Candidate> best_;
};

}  // namespace wims::epcscf
