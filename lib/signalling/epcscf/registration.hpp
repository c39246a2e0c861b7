// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "signalling/epcscf/bindings.hpp"
#include "signalling/epcscf/block_choice.hpp"
#include "signalling/epcscf/blocks.hpp"
#include "signalling/epcscf/contact.hpp"
#include "signalling/epcscf/flow.hpp"
#include "signalling/epcscf/token_check.hpp"

namespace wims::epcscf {

/// One REGISTER of a WIC: token → identity → binding (W6) → answer. It ends here: the core sees the block only.
/// [S2 5.2.2.5.2 st.3-7, R3-01, R3-02] Its flow's queue owns it until it has answered, also when the flow closes meanwhile:
/// a log-out often arrives in one read with the close.
class Registration : public std::enable_shared_from_this<Registration> {
public:
    static void serve(const Environment& environment, Blocks& blocks, Bindings& bindings, FlowPtr flow,
                      sip::ServerTransactionPtr request);

    Registration(const Environment& environment, Blocks& blocks, Bindings& bindings, FlowPtr flow,
                 sip::ServerTransactionPtr request);

private:
    void start();
    Result<void> read();
    void authorized(const w1::Token& token);
    void placed(const w1::Token& token, const Result<BlockChoice::Chosen>& chosen);
    void move_to(const std::string& owner);
    Result<Duration> grant(const w1::Token& token) const;
    void bind(const BlockStatus& block, Duration expires);
    void write();
    /// After a failed write: true when `write` will run, once: the entry was changed meanwhile (412, W6-03), or the
    /// block's epoch is old and it is found out why (409, W6-04).
    bool tries_again(const Error& error, const std::string& wimpu, Task write);
    void bound(Result<w6::Registered> stored);
    void remove(const BlockStatus& block);
    void removed(Result<w6::Removed> rest);
    void query();

    void accept(const std::vector<w6::Contact>& contacts, std::string_view outcome);
    void refuse(const Error& error);
    void refuse(sip::Message response, std::string_view why);
    void finish(int status, std::string_view outcome, std::string_view why = {});
    const sip::Message& request() const { return transaction_->request(); }

    const Environment& environment_;
    Blocks& blocks_;
    Bindings& bindings_;
    FlowPtr flow_;
    sip::ServerTransactionPtr transaction_;
    Logger log_;
    TimePoint started_;
    std::string identity_;
    ContactRequest asked_;
    Duration granted_{};
    w6::RegisterContact store_;
    bool retried_ = false;
    TokenCheck token_check_;
    BlockChoice block_choice_;
    Operation pending_;
    Timer retry_;
};

}  // namespace wims::epcscf
