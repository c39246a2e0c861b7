// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <wims/common/result.hpp>

#include "wwsf/allocations.hpp"
#include "wwsf/blocks.hpp"
#include "wwsf/password.hpp"

namespace wims::wwsf {

/// A web user and the one IMS identity that is theirs (WWS-03, WWS-04).
struct User {
    std::string name;          ///< what they type, lower case
    std::string display_name;  ///< what a page may show
    std::string identity;      ///< canonical SIP URI: the token's subject
    PasswordHash password;
};

/// The users, read once. Immutable; any thread.
///
///     {"users": [{"name": "bob", "display_name": "Bob", "identity": "sip:Bob@enterprise.com",
///                 "scrypt": {"n": 32768, "r": 8, "p": 3, "salt": "<hex>", "key": "<hex>"}}]}
///
/// Without "identity" the user has the one that `complete` allocates.
class UserFile {
public:
    /// io: no such file; usage: the text says which entry is wrong. Two users with one name or one identity are refused
    /// (WWS-04).
    static Result<UserFile> load(const std::string& path);

    /// Gives those an identity who have none. usage: a user's identity is of no block of ours (WWS-05, WWS-06), two users
    /// share one, or one has none and nothing is allocated (nullptr). Before it, identities may be empty.
    Result<void> complete(const Blocks& blocks, Allocations* allocations);

    /// Whatever the case of ASCII letters. nullptr when there is none.
    const User* find(std::string_view name) const;
    /// What a log-in without such a user is checked against, so that it costs what a wrong password costs.
    const PasswordHash& nobody() const noexcept { return nobody_; }
    std::size_t size() const noexcept { return users_.size(); }

private:
    std::map<std::string, User, std::less<>> users_;
    PasswordHash nobody_;
};

struct NewUser {
    std::string name;
    std::string display_name;
    std::string identity;  ///< empty: allocated
    std::string password;
};

/// Writes a user file that only its owner can read. io: it cannot be written or exists already.
Result<void> write_user_file(const std::string& path, const std::vector<NewUser>& users);

/// The users of the demo: bob / demo-bob (sip:Bob@enterprise.com) and alice / demo-alice (sip:Alice@enterprise.com).
/// Their passwords are known to everybody who reads this: keep a host that uses them on a loopback address or a network
/// of your own.
const std::vector<NewUser>& demo_users();

/// The users of the demo's other party, which allocates their identities: carol / demo-carol and dave / demo-dave.
const std::vector<NewUser>& other_demo_users();

/// write_user_file; a file that is there already stays as it is.
Result<void> make_demo_users(const std::string& path, const std::vector<NewUser>& users = demo_users());

}  // namespace wims::wwsf
