// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <wims/registry/wimpu_registrar.hpp>

#include "common/identity/wildcard.hpp"
#include "registry/model/number_permutation.hpp"

namespace wims::registry {

class OctetReader;
class OctetWriter;

/// One wIMPU: whose users live in it, who owns it, and which of its IMPUs are free. [S2 5.2.2.5.1]
class Block {
public:
    /// usage: see WimpuRegistrar::create.
    static Result<Block> create(const BlockRange& range);

    const std::string& wimpu() const noexcept { return wildcard_.text(); }
    const identity::Wildcard& wildcard() const noexcept { return wildcard_; }
    const std::vector<std::string>& domains() const noexcept { return domains_; }
    const std::string& owner() const noexcept { return owner_; }
    std::uint64_t epoch() const noexcept { return epoch_; }  ///< 0 before the first claim

    /// A new owner makes a new epoch; the same one keeps it. (W6-04)
    std::uint64_t claim(const std::string& owner);
    bool current(std::uint64_t epoch) const noexcept { return epoch_ != 0 && epoch == epoch_; }

    /// A free IMPU that `in_use` does not know: never used ones first, then those longest free. Nothing: the block is
    /// full (R3-15).
    std::optional<std::string> allocate(const std::function<bool(const std::string&)>& in_use);
    /// How many IMPUs allocate() could still give; those in quarantine are not among them.
    std::uint64_t room() const noexcept { return size_ - next_ + free_.size(); }
    /// After its quarantine (WR-11).
    void free(std::string impu) { free_.push_back(std::move(impu)); }
    const std::deque<std::string>& free() const noexcept { return free_; }

    /// As it lies in the journal, without the free IMPUs.
    void write(OctetWriter& out) const;
    /// What write() wrote after the wIMPU; false: it is none of that, and nothing changed.
    bool restore(OctetReader& in);

private:
    Block(identity::Wildcard wildcard, const BlockRange& range, std::size_t width);
    std::string numbered(std::uint64_t number) const;

    identity::Wildcard wildcard_;
    std::vector<std::string> domains_;
    std::uint64_t size_;
    std::size_t width_;
    NumberPermutation permutation_;
    std::uint64_t next_ = 0;  ///< index of the first number never given out
    std::deque<std::string> free_;
    std::string owner_;
    std::uint64_t epoch_ = 0;
};

/// All blocks of a configuration, checked against each other: no overlap (R3-07, R3-11), none in a domain of ordinary
/// users (ICS-12), no block's own domain among the external ones.
Result<std::vector<Block>> load_blocks(const WimpuRegistrarConfig& config);

}  // namespace wims::registry
