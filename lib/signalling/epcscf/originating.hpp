// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "signalling/epcscf/setup.hpp"
#include "signalling/epcscf/token_check.hpp"

namespace wims::epcscf {

/// An initial request of a registered WIC: identity → token, if one is shown → registration context (W6) → request for the core
/// with the allocated IMPU asserted and From untouched. A user whose IMPU the third party allocated registered with it:
/// no context is read (ORG-04, EPC-13). [S2 5.2.2.5.3, ORG-01..10]
class Originating final : public Setup {
public:
    Originating(const Environment& environment, Blocks& blocks, FlowPtr flow, const TrailId& trail,
                sip::ServerTransactionPtr invite);
    void start(Done done) override;

private:
    std::optional<sip::Message> refusal() const;
    void admitted();
    void fetch();
    void fetched(Result<w6::Registration> found);
    void go_on(const std::string& impu, const std::string& wimpu);
    sip::Message build(const std::string& impu, const BlockStatus& block) const;
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
