// SPDX-License-Identifier: Apache-2.0
#pragma once

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
    bool in_service = false;
    std::uint64_t epoch = 0;                 ///< of our claim on W6
    std::vector<std::string> service_route;  ///< Route values for originating requests, in order
};

/// The blocks that this instance owns and the domains that they serve (EPC-11).
class Blocks {
public:
    explicit Blocks(const signalling::PCscfConfig& config);

    /// usage: a wildcard that is none or given twice, a domain whose block is not ours, a pilot that is no identity.
    static Result<void> check(const signalling::PCscfConfig& config);

    /// The block that serves REGISTERs of identities in this domain, or nullptr. Whole labels, case ignored.
    BlockStatus* serving(std::string_view domain) noexcept;
    BlockStatus* find(std::string_view wimpu) noexcept;
    /// The block whose wildcard the identity matches, or nullptr. (R3-11)
    const BlockStatus* owning(std::string_view canonical_identity) const noexcept;
    std::size_t in_service() const noexcept;

private:
    std::vector<BlockStatus> blocks_;
    std::vector<signalling::WebrtcDomain> domains_;
};

}  // namespace wims::epcscf
