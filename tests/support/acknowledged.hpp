// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>

namespace wims::test {

/// What a registrar has answered, whatever becomes of it: the model that a crash is measured against. A user has one contact,
/// which CSeq numbers, or none.
class Acknowledged {
public:
    static constexpr std::uint32_t gone = 0;

    /// A write was asked for: CSeq of the contact, or `gone`. What was asked and not answered may have happened.
    void asked(const std::string& user, std::uint32_t cseq) { users_[user].open.push_back(cseq); }
    /// It succeeded; those asked before it did or did not, and no longer matter.
    void answered(const std::string& user, std::uint32_t cseq, const std::string& impu) {
        auto& u = users_[user];
        while (!u.open.empty() && u.open.front() != cseq) u.open.pop_front();
        if (!u.open.empty()) u.open.pop_front();
        u.cseq = cseq;
        if (impu.empty()) return;
        if (u.impu.empty()) u.impu = impu;
        CHECK_MESSAGE(u.impu == impu, user);  // sticky
    }
    /// It was refused and has not happened.
    void refused(const std::string& user, std::uint32_t cseq) {
        auto& open = users_[user].open;
        for (auto it = open.begin(); it != open.end(); ++it)
            if (*it == cseq) return void(open.erase(it));
    }
    /// What is there after a crash: the last answer, or what was asked after it.
    void found(const std::string& user, std::uint32_t cseq, const std::string& impu) {
        auto& u = users_[user];
        bool allowed = cseq == u.cseq;
        for (const auto open : u.open) allowed = allowed || cseq == open;
        CHECK_MESSAGE(allowed, user, ": found ", cseq, ", answered ", u.cseq);
        if (!u.impu.empty()) CHECK_MESSAGE(u.impu == impu, user);
        u.cseq = cseq;
        u.open.clear();
        if (!impu.empty()) {
            u.impu = impu;
            CHECK_MESSAGE(found_.insert(impu).second, impu, " was given twice");
        }
    }
    void look_again() { found_.clear(); }
    std::uint32_t next_cseq() { return ++cseq_; }
    std::size_t size() const { return users_.size(); }

    struct User {
        std::uint32_t cseq = gone;
        std::string impu;
        std::deque<std::uint32_t> open;
    };
    const std::map<std::string, User>& users() const { return users_; }

private:
    std::map<std::string, User> users_;
    std::set<std::string> found_;
    std::uint32_t cseq_ = 0;
};

}  // namespace wims::test
