// SPDX-License-Identifier: Apache-2.0
// A block as it lies in the journal.
#include "registry/model/block.hpp"
#include "registry/model/octets.hpp"

namespace wims::registry {

void Block::write(OctetWriter& out) const {
    out.text(wimpu());
    out.text(owner_);
    out.number(epoch_);
    out.number(size_);
    out.number(next_);
    for (const auto octet : permutation_.key()) out.number(octet);
}

bool Block::restore(OctetReader& in) {
    const std::string owner(in.text());
    const auto epoch = in.number<std::uint64_t>(), size = in.number<std::uint64_t>(), next = in.number<std::uint64_t>();
    NumberPermutation::Key key;
    for (auto& octet : key) octet = in.number<std::uint8_t>();
    if (!in.good() || next > size) return false;
    owner_ = owner;
    epoch_ = epoch;
    permutation_ = NumberPermutation(size_, key);
    // Of another size it is another order: begin anew, and pass over what is in use.
    next_ = size == size_ ? next : 0;
    return true;
}

}  // namespace wims::registry
