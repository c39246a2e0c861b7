// SPDX-License-Identifier: Apache-2.0
#include "registry/model/block.hpp"

#include <algorithm>

#include "common/identity/domain.hpp"
#include "common/identity/public_identity.hpp"

namespace wims::registry {
namespace {

constexpr std::uint64_t largest = 1'000'000'000'000;
constexpr std::size_t usual_width = 6;
constexpr std::uint64_t samples = 16;

Error usage(const std::string& block, std::string text) {
    return {ErrorKind::usage, "block " + block + ": " + std::move(text)};
}

std::string padded(std::uint64_t number, std::size_t width) {
    std::string text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

bool numbers_match(const identity::Wildcard& wildcard, std::uint64_t size, std::size_t width) {
    for (std::uint64_t i = 0; i <= samples; ++i)  // both ends and what lies between
        if (!wildcard.matches(wildcard.with(padded((size - 1) / samples * i, width)))) return false;
    return wildcard.matches(wildcard.with(padded(size - 1, width)));
}

Result<void> check_domains(const Block& block, const std::vector<Block>& all,
                           const std::vector<std::string>& ordinary) {
    const auto in_ordinary = [&](std::string_view host) { return identity::in_any_domain(host, ordinary); };
    if (in_ordinary(block.wildcard().host())) return usage(block.wimpu(), "its domain is one of ordinary users");
    for (const auto& domain : block.domains()) {
        if (in_ordinary(domain)) return usage(block.wimpu(), "domain " + domain + " is one of ordinary users");
        for (const auto& other : all)
            if (other.wildcard().host() == domain)
                return usage(block.wimpu(), "domain " + domain + " is the own domain of a block");
    }
    return {};
}

}  // namespace

Block::Block(identity::Wildcard wildcard, const BlockRange& range, std::size_t width)
    : wildcard_(std::move(wildcard)), size_(range.size), width_(width),
      permutation_(NumberPermutation::with_random_key(range.size)) {}

Result<Block> Block::create(const BlockRange& range) {
    auto wildcard = identity::Wildcard::parse(range.wimpu);
    if (!wildcard) return usage(range.wimpu, wildcard.error().text);
    if (range.size == 0 || range.size > largest) return usage(range.wimpu, "size is not between 1 and 10^12");
    const std::size_t digits = std::to_string(range.size - 1).size();
    std::size_t width = std::max(digits, usual_width);
    if (!numbers_match(*wildcard, range.size, width)) width = digits;
    if (!numbers_match(*wildcard, range.size, width))
        return usage(range.wimpu, "the expression does not match the decimal numbers below its size");

    Block block(std::move(*wildcard), range, width);
    for (const auto& domain : range.domains) {
        auto host = identity::canonical_host(domain);
        if (!host) return usage(range.wimpu, "domain " + domain + " is no host name");
        block.domains_.push_back(std::move(*host));
    }
    return block;
}

std::uint64_t Block::claim(const std::string& owner) {
    if (owner != owner_) {
        owner_ = owner;
        ++epoch_;
    }
    return epoch_;
}

std::string Block::numbered(std::uint64_t number) const { return wildcard_.with(padded(number, width_)); }

std::optional<std::string> Block::allocate(const std::function<bool(const std::string&)>& in_use) {
    while (next_ < size_) {
        auto impu = numbered(permutation_(next_++));
        if (wildcard_.matches(impu) && !in_use(impu)) return impu;
    }
    for (std::size_t tries = free_.size(); tries > 0; --tries) {
        auto impu = std::move(free_.front());
        free_.pop_front();
        if (!in_use(impu)) return impu;
    }
    return std::nullopt;
}

Result<std::vector<Block>> load_blocks(const WimpuRegistrarConfig& config) {
    std::vector<Block> blocks;
    for (const auto& range : config.blocks) {
        auto block = Block::create(range);
        if (!block) return block.error();
        for (const auto& other : blocks)
            if (block->wildcard().may_overlap(other.wildcard()))
                return usage(block->wimpu(), "may overlap with " + other.wimpu());
        blocks.push_back(std::move(*block));
    }
    for (const auto& block : blocks)
        if (const auto good = check_domains(block, blocks, config.ordinary_domains); !good) return good.error();
    return blocks;
}

}  // namespace wims::registry
