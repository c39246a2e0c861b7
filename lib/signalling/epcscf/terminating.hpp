// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "signalling/epcscf/setup.hpp"

namespace wims::epcscf {

/// An initial request of the core: called user from P-Called-Party-ID → contacts (W6) → one down the flow of each contact
/// whose flow is up, or of one where the caller asks for that (FRK-01, FRK-09, FRK-10). A contact that registers later
/// is not added. [S2 5.2.2.5.4, TRM-02..08]
class Terminating final : public Setup {
public:
    /// A live flow by its id, or nullptr.
    using FindFlow = std::function<FlowPtr(const iwf::FlowId&)>;

    Terminating(const Environment& environment, const Blocks& blocks, FindFlow find_flow, const TrailId& trail,
                sip::ServerTransactionPtr invite);
    void start(Done done) override;

private:
    /// The individual IMPU (or external identity) that is called; empty when the request names nobody (TRM-02).
    std::string called() const;
    bool ours(std::string_view identity) const;
    void fetched(Result<w6::Registration> found);
    FlowPtr live_flow(const w6::Registration& registration, const w6::Contact& contact) const;
    sip::Message build(const w6::Registration& registration, const w6::Contact& contact) const;
    void refuse(int status);
    const sip::Message& request() const { return invite_->request(); }

    const Environment& environment_;
    const Blocks& blocks_;
    FindFlow find_flow_;
    TrailId trail_;
    sip::ServerTransactionPtr invite_;
    Operation fetching_;
    Done done_;
};

}  // namespace wims::epcscf
