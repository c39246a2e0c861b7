// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "signalling/epcscf/blocks.hpp"

namespace wims::epcscf {

/// Which block serves a REGISTER, and whose it is. The configuration decides where it names a block for the identity; where
/// it leaves the domain open the registrar does: an identity inside a wildcard has that block, a known external identity its own, a new one
/// what the registrar chooses. [S2 5.2.2.5.2, EPC-15]
class BlockChoice {
public:
    struct Chosen {
        BlockStatus* block = nullptr;  ///< ours; null: another instance's
        std::string owner;             ///< that instance
    };
    using Done = std::function<void(Result<Chosen>)>;

    explicit BlockChoice(const Environment& environment) : environment_(environment) {}

    /// `done` may be called inside the call; destroying this cancels. auth 403: no block serves the domain; limit 503:
    /// its block has no owner, or it is ours but not configured here; else what W6 said.
    void choose(Blocks& blocks, const TrailId& trail, const std::string& identity, Done done);

private:
    Result<Chosen> located(Blocks& blocks, const Result<w6::Located>& place) const;

    const Environment& environment_;
    Operation locating_;
};

}  // namespace wims::epcscf
