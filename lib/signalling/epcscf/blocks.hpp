// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "common/identity/wildcard.hpp"
#include "signalling/epcscf/environment.hpp"

namespace wims::epcscf {

/// What the other roles ask of a wIMPU block: whether it is in service, and what the core gave for it. (4.4)
struct BlockStatus {
    std::string wimpu;
    identity::Wildcard wildcard;
    w6::AllocatedBy allocation = w6::AllocatedBy::epcscf;
    bool in_service = false;
    bool fenced = false;                     ///< the registrar says that another instance owns it (W6-04)
    std::function<void()> doubted = {};      ///< a write with our epoch was refused: asks who owns it
    std::uint64_t epoch = 0;                 ///< of our claim on W6
    std::vector<std::string> service_route;  ///< Route values for originating requests, in order
};

/// The blocks that this instance owns and the domains that they serve (EPC-11).
class Blocks {
public:
    explicit Blocks(const signalling::PCscfConfig& config);

    /// usage: a wildcard that is none, given twice or overlapping another, a domain whose block is not ours, a block
    /// whose IMPUs both we and a third party would allocate, a pilot that is no identity.
    static Result<void> check(const signalling::PCscfConfig& config);

    /// The block that serves REGISTERs with this canonical identity in To, or nullptr: of its domain's blocks the one
    /// whose wildcard it matches (third-party allocation, R3-08), else the one we allocate from. Whole labels, case ignored.
    BlockStatus* serving(std::string_view identity) noexcept;
    /// The registrar says which block and which instance serve this canonical identity, where serving() says none.
    bool open(std::string_view identity) const noexcept;
    BlockStatus* find(std::string_view wimpu) noexcept;
    /// The block whose wildcard the identity matches, or nullptr. (R3-11)
    const BlockStatus* owning(std::string_view canonical_identity) const noexcept;
    /// The registrar began anew: asks for each of our blocks who owns it.
    void doubt();
    std::size_t in_service() const noexcept;
    /// The registrar refused a write of ours because its epoch is old: whoever registers the block finds out why. (W6-04)
    void doubt(std::string_view wimpu);

private:
    std::vector<BlockStatus> blocks_;
    std::vector<signalling::WebrtcDomain> domains_;
};

}  // namespace wims::epcscf
