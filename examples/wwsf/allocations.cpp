// SPDX-License-Identifier: Apache-2.0
#include "wwsf/allocations.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <nlohmann/json.hpp>

#include "common/core/random.hpp"
#include "wwsf/owner_file.hpp"

namespace wims::wwsf {

using nlohmann::json;

namespace {
constexpr int digits = 10;     // of the number in an individual IMPU: it says nothing of how many users there are
constexpr int attempts = 100;  // a number that is taken is drawn again

std::string random_number() {
    std::string number;
    while (number.size() < digits)
        for (const char c : random_hex(64))
            if (c >= '0' && c <= '9' && number.size() < digits) number += c;
    return number;
}
}  // namespace

Result<Allocations> Allocations::load(const std::string& file, const Blocks& blocks) {
    Allocations made;
    if (!exists(file)) return made;
    const auto text = read_file(file);
    if (!text) return text.error();
    const json document = json::parse(*text, nullptr, false);
    const auto wrong = [&](const std::string& what) { return Error{ErrorKind::usage, file + ": " + what}; };
    if (!document.is_object() || !document.contains("allocations") || !document["allocations"].is_object())
        return wrong("is no file of allocations");
    for (const auto& [user, identity] : document["allocations"].items()) {
        if (!identity.is_string()) return wrong(user + ": an identity is a text");
        const auto impu = identity.get<std::string>();
        const ServedBlock* block = blocks.of(impu);
        if (block == nullptr || block->allocation != Allocation::third_party)
            return wrong(user + ": " + impu + " lies in no block of ours");
        if (!made.given_.insert(impu).second) return wrong(impu + " is given to two users");
        made.by_user_.emplace(user, impu);
    }
    return made;
}

Result<std::string> Allocations::identity_of(const std::string& user, const Blocks& blocks) {
    if (const auto it = by_user_.find(user); it != by_user_.end()) return it->second;
    for (int i = 0; i < attempts; ++i) {
        auto identity = blocks.individual(random_number());
        if (!identity) return identity.error();
        if (!given_.insert(*identity).second) continue;
        by_user_.emplace(user, *identity);
        changed_ = true;
        return identity;
    }
    return Error{ErrorKind::limit, "no free identity was found for " + user};
}

Result<void> Allocations::keep(const std::string& file) const {
    const std::string fresh = file + ".new";
    std::remove(fresh.c_str());
    if (auto written = write_owner_file(fresh, json{{"allocations", by_user_}}.dump(2) + "\n"); !written)
        return written.error();
    if (std::rename(fresh.c_str(), file.c_str()) == 0) return {};
    return Error{ErrorKind::io, file + ": " + std::strerror(errno)};
}

}  // namespace wims::wwsf
