// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "signalling/epcscf/setup.hpp"
#include "signalling/epcscf/token_check.hpp"

namespace wims::epcscf {

/// An INVITE of a registered WIC: identity → token, if one is shown → registration context (W6) → INVITE for the core
/// with the allocated IMPU asserted and From untouched. [S2 5.2.2.5.3, ORG-01..10]
class Originating final : public Setup {
public:
    Originating(const Environment& environment, Blocks& blocks, FlowPtr flow, const TrailId& trail,
                sip::ServerTransactionPtr invite);
    void start(Done done) override;

private:
    std::optional<sip::Message> refusal() const;
    void fetch();
    void fetched(Result<w6::Registration> found);
    sip::Message build(const w6::Registration& registration, const BlockStatus& block) const;
    void refuse(int status, std::string_view reason = {});
    const sip::Message& request() const { return invite_->request(); }

    const Environment& environment_;
    Blocks& blocks_;
    FlowPtr flow_;
    TrailId trail_;
    sip::ServerTransactionPtr invite_;
    std::string identity_;
    TokenCheck token_check_;
    Operation fetching_;
    Done done_;
};

}  // namespace wims::epcscf
