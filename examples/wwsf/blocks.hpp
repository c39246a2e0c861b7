// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <wims/common/result.hpp>

#include "common/identity/wildcard.hpp"

namespace wims::wwsf {

/// Who gives a user the individual IMPU in the block. [S2 5.2.2.3.2, EPC-10]
enum class Allocation : std::uint8_t { ep_cscf, third_party };

/// A block of the party that this WWSF works for, and the eP-CSCF that serves it (WWS-05).
struct ServedBlock {
    std::string wimpu;  ///< "sip:w1-!.*!@webrtc.operator.example"
    std::string wss;    ///< W2 of its eP-CSCF: "wss://host:port" (W1-03)
    Allocation allocation = Allocation::ep_cscf;
    std::vector<std::string> domains;  ///< of its users' external identities, where the eP-CSCF allocates
};

/// The blocks of this WWSF and which of them a user's identity belongs to. Immutable; any thread.
class Blocks {
public:
    /// usage: no block, one listed with two eP-CSCFs (WWS-05), blocks that overlap (WWS-06), a domain of two blocks, a
    /// block with domains where this party allocates or without where the eP-CSCF does, an address that is none.
    static Result<Blocks> create(std::vector<ServedBlock> blocks);

    /// The block in which `identity` lies, or whose domain it is of. nullptr: this WWSF may not give it to anybody.
    const ServedBlock* of(std::string_view identity) const;

    /// An identity that nobody has: of the block whose IMPUs this party allocates, the first where there are several
    /// (WWS-06). usage: there is none. `number` is decimal.
    Result<std::string> individual(std::string_view number) const;

    /// "wss://host:port" of each eP-CSCF: what the page may connect to.
    std::vector<std::string> sockets() const;

private:
    std::vector<ServedBlock> blocks_;
    std::vector<identity::Wildcard> wildcards_;  // of the same index
};

}  // namespace wims::wwsf
