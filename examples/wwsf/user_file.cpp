// SPDX-License-Identifier: Apache-2.0
#include "wwsf/user_file.hpp"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "common/identity/public_identity.hpp"
#include "wwsf/owner_file.hpp"

namespace wims::wwsf {
namespace {

using nlohmann::json;

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string to_hex(std::string_view octets) {
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (const unsigned char c : octets) {
        out += digits[c >> 4];
        out += digits[c & 15];
    }
    return out;
}

/// Empty for anything that is not hex.
std::string from_hex(std::string_view hex) {
    const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
    std::string out;
    if (hex.size() % 2 != 0) return out;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const int high = digit(hex[i]), low = digit(hex[i + 1]);
        if (high < 0 || low < 0) return {};
        out += static_cast<char>(high << 4 | low);
    }
    return out;
}

Result<User> user_from(const json& entry) {
    User user;
    user.name = lower(entry.at("name").get<std::string>());
    if (user.name.empty()) return Error{ErrorKind::usage, "a user without a name"};
    user.display_name = entry.value("display_name", user.name);
    if (entry.contains("identity")) {
        auto identity = identity::canonical(entry.at("identity").get<std::string>());
        if (!identity) return Error{ErrorKind::usage, "user " + user.name + ": " + identity.error().text};
        user.identity = std::move(*identity);
    }
    const json& scrypt = entry.at("scrypt");
    user.password = {scrypt.at("n").get<std::uint64_t>(), scrypt.at("r").get<std::uint32_t>(),
                     scrypt.at("p").get<std::uint32_t>(), from_hex(scrypt.at("salt").get<std::string>()),
                     from_hex(scrypt.at("key").get<std::string>())};
    if (auto good = check(user.password); !good)
        return Error{ErrorKind::usage, "user " + user.name + ": " + good.error().text};
    return user;
}

}  // namespace

Result<UserFile> UserFile::load(const std::string& path) {
    auto text = read_file(path);
    if (!text) return text.error();
    UserFile file;
    std::set<std::string> identities;
    try {
        const json document = json::parse(*text);
        for (const json& entry : document.at("users")) {
            auto user = user_from(entry);
            if (!user) return Error{ErrorKind::usage, path + ": " + user.error().text};
            if (!user->identity.empty() && !identities.insert(user->identity).second)
                return Error{ErrorKind::usage, path + ": two users have the identity " + user->identity};
            std::string name = user->name;
            if (!file.users_.emplace(name, std::move(*user)).second)
                return Error{ErrorKind::usage, path + ": two users have the name " + name};
        }
    } catch (const json::exception& wrong) {
        return Error{ErrorKind::usage, path + ": " + wrong.what()};
    }
    auto nobody = hash_password("");
    if (!nobody) return nobody.error();
    file.nobody_ = std::move(*nobody);
    std::fill(file.nobody_.key.begin(), file.nobody_.key.end(), '\0');  // no password gives this
    return file;
}

Result<void> UserFile::complete(const Blocks& blocks, Allocations* allocations) {
    std::set<std::string> identities;
    for (auto& [name, user] : users_) {
        const auto wrong = [&](const std::string& what) {
            return Error{ErrorKind::usage, "user " + name + " " + what};
        };
        if (user.identity.empty()) {
            if (allocations == nullptr) return wrong("has no identity, and there is no file of allocations");
            auto given = allocations->identity_of(name, blocks);
            if (!given) return wrong("has no identity: " + given.error().text);
            user.identity = std::move(*given);
        }
        if (blocks.of(user.identity) == nullptr)
            return wrong("has " + user.identity + ", which is of no block of ours");
        if (!identities.insert(user.identity).second) return wrong("has the identity of another: " + user.identity);
    }
    return {};
}

const User* UserFile::find(std::string_view name) const {
    const auto it = users_.find(lower(name));
    return it == users_.end() ? nullptr : &it->second;
}

Result<void> write_user_file(const std::string& path, const std::vector<NewUser>& users) {
    json entries = json::array();
    for (const NewUser& user : users) {
        auto hash = hash_password(user.password);
        if (!hash) return hash.error();
        json entry = {{"name", user.name},
                      {"display_name", user.display_name},
                      {"scrypt",
                       {{"n", hash->n},
                        {"r", hash->r},
                        {"p", hash->p},
                        {"salt", to_hex(hash->salt)},
                        {"key", to_hex(hash->key)}}}};
        if (!user.identity.empty()) entry["identity"] = user.identity;
        entries.push_back(std::move(entry));
    }
    return write_owner_file(path, json{{"users", entries}}.dump(2) + "\n");
}

const std::vector<NewUser>& demo_users() {
    static const std::vector<NewUser> users = {{"bob", "Bob", "sip:Bob@enterprise.com", "demo-bob"},
                                               {"alice", "Alice", "sip:Alice@enterprise.com", "demo-alice"}};
    return users;
}

const std::vector<NewUser>& other_demo_users() {
    static const std::vector<NewUser> users = {{"carol", "Carol", "", "demo-carol"}, {"dave", "Dave", "", "demo-dave"}};
    return users;
}

Result<void> make_demo_users(const std::string& path, const std::vector<NewUser>& users) {
    if (exists(path)) return {};
    return write_user_file(path, users);
}

}  // namespace wims::wwsf
