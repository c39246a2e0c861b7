// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>

#include <wims/registry/wimpu_registrar.hpp>

#include "support/recording_host.hpp"
#include "support/virtual_executor.hpp"

namespace wims::test {

inline const std::string block_1 = "sip:w1-!.*!@webrtc.operator.example";
inline const std::string block_2 = "sip:w2-!.*!@webrtc.operator.example";
inline const std::string block_3 = "sip:w3-!.*!@webrtc.operator.example";
inline const std::string bob = "sip:Bob@enterprise.com";
inline const std::string carol = "sip:Carol@enterprise.com";

/// The registrar that the suites of W6 and W7 expect behind a binding.
inline registry::WimpuRegistrarConfig registrar_config() {
    registry::WimpuRegistrarConfig config;
    config.blocks = {{block_1, {"enterprise.com", "shared.example"}, 1000000},
                     {block_2, {"small.example"}, 2},
                     {block_3, {"shared.example"}, 1000001}};
    config.ordinary_domains = {"ims.operator.example"};
    config.contacts_per_entry = 3;
    config.quarantine = std::chrono::hours(24);
    return config;
}

/// The binding in process. Another binding gives a class of the same shape and joins W6_RIGS.
class InProcessRig {
public:
    w6::Registrar& w6() { return registrar_->w6(); }
    w7::StatusDirectory& w7() { return registrar_->w7(); }
    Executor& executor() { return executor_; }
    void advance(Duration span) { executor_.advance(span); }
    /// Lets what is on its way arrive.
    template <class Arrived>
    bool wait(Arrived arrived) {
        for (int i = 0; i < 40 && !arrived(); ++i) advance(i < 20 ? Duration::zero() : std::chrono::milliseconds(100));
        return arrived();
    }
    RecordingHost& host() { return host_; }
    void watch(const std::string& owner, w6::Registrar::Listener listener) {
        w6().watch(owner, executor(), std::move(listener));
    }
    registry::WimpuRegistrar& registrar() { return *registrar_; }
    registry::WimpuRegistrar::Health health() const { return registrar_->health(); }

private:
    VirtualExecutor executor_;
    RecordingHost host_;
    std::unique_ptr<registry::WimpuRegistrar> registrar_ =
        *registry::WimpuRegistrar::create(registrar_config(), executor_, host_, host_);
};

}  // namespace wims::test

#include "conformance/w6/journal_rig.hpp"
#ifdef WIMS_WITH_NGHTTP2
#include "conformance/w6/remote_rig.hpp"
#define W6_RIGS wims::test::InProcessRig, wims::test::JournalRig, wims::test::RemoteRig
#else
#define W6_RIGS wims::test::InProcessRig, wims::test::JournalRig
#endif

namespace wims::test {

/// Asks one question as every asker does, and waits. Null: no answer at all, which no case accepts.
template <class T, class Rig, class Begin>
Result<T> ask(Rig& rig, Begin begin) {
    std::optional<Result<T>> answer;
    auto operation = async<T>(rig.executor(), rig.executor().now() + std::chrono::seconds(2), std::move(begin),
                              [&](Result<T> result) { answer = std::move(result); });
    CHECK_FALSE(answer.has_value());  // never inside the call
    REQUIRE(rig.wait([&] { return answer.has_value(); }));
    return std::move(*answer);
}

/// What a P-CSCF asks, with little to write.
template <class Rig>
class Asker {
public:
    explicit Asker(Rig& rig) : rig_(rig) {}

    Result<w6::BlockLease> claim(const std::string& wimpu = block_1, const std::string& owner = "p-cscf-1") {
        auto lease = ask<w6::BlockLease>(rig_, [&](Deadline d, Completion<w6::BlockLease> done) {
            rig_.w6().claim_block({TrailId::create(), wimpu, owner}, d, std::move(done));
        });
        if (lease) epoch = lease->epoch;
        return lease;
    }
    Result<w6::Registered> put(const std::string& identity, const w6::Contact& contact,
                               const std::string& wimpu = block_1, w6::AllocatedBy by = w6::AllocatedBy::epcscf) {
        return ask<w6::Registered>(rig_, [&](Deadline d, Completion<w6::Registered> done) {
            rig_.w6().register_contact({TrailId::create(), identity, wimpu, epoch, by, contact}, d, std::move(done));
        });
    }
    Result<w6::Removed> remove(const std::string& identity, const w6::Contact& contact) {
        return ask<w6::Removed>(rig_, [&](Deadline d, Completion<w6::Removed> done) {
            rig_.w6().remove_contacts({TrailId::create(), identity, epoch, false, contact}, d, std::move(done));
        });
    }
    Result<w6::Removed> remove_all(const std::string& identity) {
        return ask<w6::Removed>(rig_, [&](Deadline d, Completion<w6::Removed> done) {
            rig_.w6().remove_contacts({TrailId::create(), identity, epoch, true, {}}, d, std::move(done));
        });
    }
    Result<w6::Registration> fetch(const std::string& identity) {
        return ask<w6::Registration>(rig_, [&](Deadline d, Completion<w6::Registration> done) {
            rig_.w6().fetch({TrailId::create(), identity}, d, std::move(done));
        });
    }
    Result<w6::FlowMarked> flow_down(const std::string& identity, const w6::Flow& flow) {
        return ask<w6::FlowMarked>(rig_, [&](Deadline d, Completion<w6::FlowMarked> done) {
            rig_.w6().flow_down({TrailId::create(), identity, flow}, d, std::move(done));
        });
    }
    Result<w6::Located> locate(const std::string& identity) {
        return ask<w6::Located>(rig_, [&](Deadline d, Completion<w6::Located> done) {
            rig_.w6().locate({TrailId::create(), identity}, d, std::move(done));
        });
    }
    Result<w6::Removed> remove_user(const TrailId& trail, const std::string& identity) {
        return ask<w6::Removed>(rig_, [&](Deadline d, Completion<w6::Removed> done) {
            rig_.registrar().remove_user(trail, identity, d, std::move(done));
        });
    }
    Result<w6::BlockLease> reassign(const std::string& wimpu, const std::string& owner, std::uint64_t known_epoch) {
        return ask<w6::BlockLease>(rig_, [&](Deadline d, Completion<w6::BlockLease> done) {
            rig_.registrar().reassign_block({TrailId::create(), wimpu, owner, known_epoch}, d, std::move(done));
        });
    }
    Result<registry::NodePurged> purge(const std::string& node) {
        return ask<registry::NodePurged>(rig_, [&](Deadline d, Completion<registry::NodePurged> done) {
            rig_.registrar().purge_node(TrailId::create(), node, d, std::move(done));
        });
    }
    Result<w7::Status> status(const std::string& identity) {
        return ask<w7::Status>(rig_, [&](Deadline d, Completion<w7::Status> done) {
            rig_.w7().status({TrailId::create(), identity}, d, std::move(done));
        });
    }

    std::uint64_t epoch = 0;

private:
    Rig& rig_;
};

/// One browser: each REGISTER of it is a later one.
struct Browser {
    explicit Browser(const std::string& name) {
        contact.uri = "sip:" + name + "@" + name + ".invalid;transport=ws";
        contact.instance_id = "<urn:uuid:" + name + ">";
        contact.reg_id = 1;
        contact.flow = {"p-cscf-1", "flow-" + name, true};
        contact.call_id = "call-" + name;
        contact.expires = std::chrono::seconds(600);
    }
    const w6::Contact& next() {
        ++contact.cseq;
        return contact;
    }
    w6::Contact contact;
};

template <class T>
void fails(const Result<T>& result, ErrorKind kind, int status) {
    CHECK_FALSE(result.ok());
    if (result.ok()) return;
    CHECK(result.error().kind == kind);
    CHECK(result.error().status == status);
    CHECK_FALSE(result.error().text.empty());
}

}  // namespace wims::test
