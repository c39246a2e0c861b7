// SPDX-License-Identifier: Apache-2.0
#include "signalling/epcscf/best_response.hpp"

#include <utility>

namespace wims::epcscf {

namespace {

/// Less is better.
std::pair<int, bool> rank(const sip::Message& response) {
    const int status = response.status();
    return {status >= 600 ? 0 : status / 100, status == 480 || status == 408};
}

}  // namespace

void BestResponse::offer(Candidate candidate) {
    if (!best_ || rank(candidate.response) < rank(best_->response)) best_ = std::move(candidate);
}

}  // namespace wims::epcscf
