// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <wims/w6/registrar.hpp>
#include <wims/w7/status.hpp>

#include "support/faulty.hpp"

namespace wims::test {

/// W6 with spoilt answers.
class FaultyRegistrar final : public w6::Registrar {
public:
    FaultyRegistrar(w6::Registrar& real, Executor& executor, Fault fault) : real_(real), faults_(executor, fault) {}
    void set(Fault fault) { faults_.set(fault); }

    void claim_block(const w6::ClaimBlock& r, Deadline d, Completion<w6::BlockLease> done) override {
        faults_.run<w6::BlockLease>(d, std::move(done), [=, this](auto c) { real_.claim_block(r, d, std::move(c)); });
    }
    void register_contact(const w6::RegisterContact& r, Deadline d, Completion<w6::Registered> done) override {
        faults_.run<w6::Registered>(d, std::move(done),
                                    [=, this](auto c) { real_.register_contact(r, d, std::move(c)); });
    }
    void remove_contacts(const w6::RemoveContacts& r, Deadline d, Completion<w6::Removed> done) override {
        faults_.run<w6::Removed>(d, std::move(done), [=, this](auto c) { real_.remove_contacts(r, d, std::move(c)); });
    }
    void fetch(const w6::Fetch& r, Deadline d, Completion<w6::Registration> done) override {
        faults_.run<w6::Registration>(d, std::move(done), [=, this](auto c) { real_.fetch(r, d, std::move(c)); });
    }
    void flow_down(const w6::FlowDown& r, Deadline d, Completion<w6::FlowMarked> done) override {
        faults_.run<w6::FlowMarked>(d, std::move(done), [=, this](auto c) { real_.flow_down(r, d, std::move(c)); });
    }
    void locate(const w6::Locate& r, Deadline d, Completion<w6::Located> done) override {
        faults_.run<w6::Located>(d, std::move(done), [=, this](auto c) { real_.locate(r, d, std::move(c)); });
    }
    void watch(const std::string& owner, Executor& executor, Listener listener) override {
        real_.watch(owner, executor, std::move(listener));
    }

private:
    w6::Registrar& real_;
    FaultInjector faults_;
};

/// W7 with spoilt answers.
class FaultyStatus final : public w7::StatusDirectory {
public:
    FaultyStatus(w7::StatusDirectory& real, Executor& executor, Fault fault) : real_(real), faults_(executor, fault) {}
    void set(Fault fault) { faults_.set(fault); }
    void status(const w7::StatusQuery& q, Deadline d, Completion<w7::Status> done) override {
        faults_.run<w7::Status>(d, std::move(done), [=, this](auto c) { real_.status(q, d, std::move(c)); });
    }

private:
    w7::StatusDirectory& real_;
    FaultInjector faults_;
};

}  // namespace wims::test
