// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "signalling/epcscf/blocks.hpp"

namespace wims::epcscf {

/// Keeps one wIMPU block registered in the IMS core, as UE and P-CSCF in one. [S2 5.2.2.5.1 option 1, TS 33.203 U.1,
/// BLK-01, BLK-02, BLK-07] First the block is claimed on W6, then its pilot is registered by trusted node
/// authentication. Whatever fails is tried again after 1 s, doubling to 30 s (BLK-06), so start-up order does not
/// matter; only 403 stops it, with an error line for the operator.
class BlockRegistration {
public:
    /// Writes what it learns into `status`, which outlives it.
    BlockRegistration(const Environment& environment, const signalling::Block& block, BlockStatus& status);

    void start();

private:
    void claim(std::function<void(Result<w6::BlockLease>)> claimed);
    void first_claimed(const Result<w6::BlockLease>& lease);
    /// Our epoch is old, or the registrar began anew. Another instance claimed the block: it is that one's, and we do not take it back (W6-04). Nobody
    /// did, since the registrar began anew: we claim it again, and its registration in the core goes on.
    void find_owner();
    void owner_found(const Result<w6::Located>& located);
    void send_register();
    sip::Message build() const;
    void answered(const sip::Message& response, bool local);
    void accepted(const sip::Message& response);
    void retry(std::string_view why, int status);
    void out_of_service(std::string_view why);
    Duration granted(const sip::Message& response) const;

    const Environment& environment_;
    const signalling::Block& block_;
    BlockStatus& status_;
    std::string domain_;
    std::string call_id_, from_tag_;
    std::uint32_t cseq_ = 0;
    Duration ask_for_;
    Duration back_off_;
    TrailId trail_;  // of the attempt
    TimePoint started_{};
    Operation claiming_, locating_;
    bool looking_ = false;
    sip::ClientTransactionPtr transaction_;
    Timer next_;    // refresh or retry
    Timer expiry_;  // of what the core granted
};

/// When to register again what was granted for `granted`: 600 s before the end if that is longer than 1200 s, else at
/// half. (BLK-05) [TS 24.229 5.1.1.4.1]
Duration refresh_after(Duration granted) noexcept;

}  // namespace wims::epcscf
