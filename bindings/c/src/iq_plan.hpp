// SPDX-License-Identifier: Apache-2.0
// The information elements of Iq, between their C and their C++ form.
#pragma once

#include <wims/iq.h>
#include <wims/iq/gateway.hpp>

#include <optional>
#include <vector>

#include "structures.hpp"

namespace wims::c {

/// A plan for the length of one callback: views into the C++ values that it was made of.
class PlanView {
public:
    PlanView(const std::vector<iq::StreamSpec>& streams, const std::optional<iq::AccessRemote>& remote,
             std::size_t refused);
    const wims_iq_plan& plan() const noexcept { return plan_; }

private:
    std::vector<std::vector<wims_iq_payload>> payloads_;
    std::vector<wims_iq_stream> streams_;
    std::vector<wims_iq_fingerprint> fingerprints_;
    wims_iq_access_remote remote_ = WIMS_IQ_ACCESS_REMOTE_INIT;
    wims_iq_plan plan_ = WIMS_IQ_PLAN_INIT;
};

/// What the caller's plan says.
struct Plan {
    std::vector<iq::StreamSpec> streams;
    std::optional<iq::AccessRemote> access_remote;
};
wims_status read_plan(Plan& out, const wims_iq_plan* in);

}  // namespace wims::c
