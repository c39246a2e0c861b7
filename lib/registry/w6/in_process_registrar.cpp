// SPDX-License-Identifier: Apache-2.0
#include "registry/w6/in_process_registrar.hpp"

#include <string>

#include <wims/registry/counters.hpp>

namespace wims::registry {
namespace {

const char* to_string(w6::RegisterOutcome outcome) {
    switch (outcome) {
        case w6::RegisterOutcome::created: return "created";
        case w6::RegisterOutcome::contact_added: return "contact-added";
        case w6::RegisterOutcome::refreshed: return "refreshed";
    }
    return "unknown";
}

Counter counter_of(const Error& error) {
    if (error.status == 409) return Counter::stale_epochs;
    return error.kind == ErrorKind::limit ? Counter::blocks_full : Counter::writes_refused;
}

/// Says and counts how an operation went; lives no longer than the store's step.
class Report {
public:
    Report(const StoreAccess& access, const TrailId& trail)
        : log_(access.log().with(trail)), metrics_(access.metrics()) {}

    void refused(const char* operation, const std::string& subject, const Error& error) const {
        count(metrics_, counter_of(error));
        log_.info("refused", {{"operation", operation}, {"subject", subject}, {"reason", error.text}});
    }
    void done(Counter counter, const char* text, Logger::Fields fields) const {
        count(metrics_, counter);
        log_.info(text, fields);
    }
    void also(Counter counter) const { count(metrics_, counter); }
    void read(const char* text, Logger::Fields fields) const { log_.info(text, fields); }

private:
    Logger log_;
    Metrics& metrics_;
};

}  // namespace

void InProcessRegistrar::claim_block(const w6::ClaimBlock& request, Deadline, Completion<w6::BlockLease> done) {
    const Report report(*store_, request.trail);
    store_->run<w6::BlockLease>(
        [=](Store& store, TimePoint) {
            auto lease = store.claim_block(request);
            if (lease)
                report.done(
                    Counter::blocks_claimed, "block claimed",
                    {{"block", lease->wimpu}, {"owner", request.owner}, {"epoch", std::to_string(lease->epoch)}});
            else report.refused("claim", request.wimpu, lease.error());
            return lease;
        },
        std::move(done));
}

void InProcessRegistrar::register_contact(const w6::RegisterContact& request, Deadline,
                                          Completion<w6::Registered> done) {
    const Report report(*store_, request.trail);
    store_->run<w6::Registered>(
        [=](Store& store, TimePoint now) {
            auto answer = store.register_contact(request, now);
            if (!answer) {
                report.refused("register", request.identity, answer.error());
                return answer;
            }
            if (answer->outcome == w6::RegisterOutcome::created) report.also(Counter::users_created);
            const auto& registration = answer->registration;
            report.done(Counter::contacts_registered, "contact registered",
                        {{"outcome", to_string(answer->outcome)},
                         {"identity", registration.external_identity},
                         {"impu", registration.impu},
                         {"contacts", std::to_string(registration.contacts.size())}});
            return answer;
        },
        std::move(done));
}

void InProcessRegistrar::remove_contacts(const w6::RemoveContacts& request, Deadline, Completion<w6::Removed> done) {
    const Report report(*store_, request.trail);
    store_->run<w6::Removed>(
        [=](Store& store, TimePoint now) {
            auto answer = store.remove_contacts(request, now);
            if (answer)
                report.done(Counter::contacts_removed, "contacts removed",
                            {{"identity", request.identity}, {"left", std::to_string(answer->contacts.size())}});
            else report.refused("remove", request.identity, answer.error());
            return answer;
        },
        std::move(done));
}

void InProcessRegistrar::fetch(const w6::Fetch& request, Deadline, Completion<w6::Registration> done) {
    const Report report(*store_, request.trail);
    store_->run<w6::Registration>(
        [=](Store& store, TimePoint now) {
            auto answer = store.fetch(request, now);
            report.read("registration fetched",
                        {{"identity", request.identity}, {"result", answer ? answer->impu : answer.error().text}});
            return answer;
        },
        std::move(done));
}

void InProcessRegistrar::flow_down(const w6::FlowDown& request, Deadline, Completion<w6::FlowMarked> done) {
    const Report report(*store_, request.trail);
    store_->run<w6::FlowMarked>(
        [=](Store& store, TimePoint now) {
            auto answer = store.flow_down(request, now);
            if (answer) report.done(Counter::flows_down, "flow down", {{"identity", request.identity}});
            else report.refused("flow-down", request.identity, answer.error());
            return answer;
        },
        std::move(done));
}

void InProcessRegistrar::locate(const w6::Locate& request, Deadline, Completion<w6::Located> done) {
    const Report report(*store_, request.trail);
    store_->run<w6::Located>(
        [=](Store& store, TimePoint now) {
            auto answer = store.locate(request, now);
            if (answer)
                report.done(Counter::users_located, "user located",
                            {{"identity", request.identity}, {"block", answer->wimpu}, {"owner", answer->owner}});
            else report.read("not located", {{"identity", request.identity}, {"reason", answer.error().text}});
            return answer;
        },
        std::move(done));
}

void InProcessRegistrar::watch(const std::string& owner, Executor& executor, Listener listener) {
    watchers_->set(owner, executor, std::move(listener));
}

void InProcessRegistrar::remove_user(const TrailId& trail, const std::string& identity, Completion<w6::Removed> done) {
    const Report report(*store_, trail);
    store_->run<w6::Removed>(
        [=, watchers = watchers_](Store& store, TimePoint now) -> Result<w6::Removed> {
            auto removed = store.remove_user(trail, identity, now);
            if (!removed) {
                report.refused("remove-user", identity, removed.error());
                return removed.error();
            }
            const std::string contacts = std::to_string(removed->change.removed.size());
            const bool told = watchers->tell(removed->owner, std::move(removed->change));
            report.done(Counter::users_removed, "user removed by an administrator",
                        {{"identity", identity}, {"contacts", contacts}, {"owner told", told ? "yes" : "no"}});
            return w6::Removed{true, {}};
        },
        std::move(done));
}

}  // namespace wims::registry
