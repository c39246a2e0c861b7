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

/// Says and counts how an operation went; lives no longer than the store.
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
    void registered(const w6::Registered& answer) const {
        const auto& registration = answer.registration;
        if (answer.outcome == w6::RegisterOutcome::created) also(Counter::users_created);
        done(Counter::contacts_registered, "contact registered",
             {{"outcome", to_string(answer.outcome)},
              {"identity", registration.external_identity},
              {"impu", registration.impu},
              {"contacts", std::to_string(registration.contacts.size())}});
    }

private:
    Logger log_;
    Metrics& metrics_;
};

Reply<w6::BlockLease> claimed(const Report& report, const std::string& wimpu, const std::string& owner,
                              Completion<w6::BlockLease> done) {
    return [=](Result<w6::BlockLease> lease) {
        if (lease)
            report.done(Counter::blocks_claimed, "block claimed",
                        {{"block", lease->wimpu}, {"owner", owner}, {"epoch", std::to_string(lease->epoch)}});
        else report.refused("claim", wimpu, lease.error());
        done(std::move(lease));
    };
}

/// One part, and after it the next: others are served in between.
void purge(const Report& report, const std::shared_ptr<StoreAccess>& store, const std::string& node, NodePurged so_far,
           std::size_t part, const Completion<NodePurged>& done) {
    store->run<Store::PurgePart>(
        [node, part](Store& s, TimePoint now, auto reply) { s.purge_node(node, part, now, reply); },
        [report, weak = std::weak_ptr(store), node, so_far, done](const Result<Store::PurgePart>& purged) mutable {
            if (!purged) {
                report.refused("purge-node", node, purged.error());
                return done(purged.error());
            }
            so_far.contacts += purged->contacts;
            if (const auto again = weak.lock(); again && purged->next != 0)
                return purge(report, again, node, so_far, purged->next, done);
            report.done(Counter::nodes_purged, "node purged",
                        {{"node", node}, {"contacts", std::to_string(so_far.contacts)}});
            done(so_far);
        });
}

}  // namespace

template <class T, class Step>
void InProcessRegistrar::run(Step step, Reply<T> reply) {
    store_->run<T>(StoreAccess::Step<T>(std::move(step)), std::move(reply));
}

void InProcessRegistrar::claim_block(const w6::ClaimBlock& request, Deadline, Completion<w6::BlockLease> done) {
    run<w6::BlockLease>([request](Store& store, TimePoint now, auto reply) { store.claim_block(request, now, reply); },
                        claimed(Report(*store_, request.trail), request.wimpu, request.owner, std::move(done)));
}

void InProcessRegistrar::reassign_block(const ReassignBlock& request, Completion<w6::BlockLease> done) {
    run<w6::BlockLease>(
        [request](Store& store, TimePoint now, auto reply) { store.reassign_block(request, now, reply); },
        claimed(Report(*store_, request.trail), request.wimpu, request.owner, std::move(done)));
}

void InProcessRegistrar::register_contact(const w6::RegisterContact& request, Deadline,
                                          Completion<w6::Registered> done) {
    const Report report(*store_, request.trail);
    run<w6::Registered>(
        [request](Store& store, TimePoint now, auto reply) { store.register_contact(request, now, reply); },
        [report, identity = request.identity, done](Result<w6::Registered> answer) {
            if (answer) report.registered(*answer);
            else report.refused("register", identity, answer.error());
            done(std::move(answer));
        });
}

void InProcessRegistrar::remove_contacts(const w6::RemoveContacts& request, Deadline, Completion<w6::Removed> done) {
    const Report report(*store_, request.trail);
    run<w6::Removed>([request](Store& store, TimePoint now, auto reply) { store.remove_contacts(request, now, reply); },
                     [report, identity = request.identity, done](Result<w6::Removed> answer) {
                         if (answer)
                             report.done(Counter::contacts_removed, "contacts removed",
                                         {{"identity", identity}, {"left", std::to_string(answer->contacts.size())}});
                         else report.refused("remove", identity, answer.error());
                         done(std::move(answer));
                     });
}

void InProcessRegistrar::fetch(const w6::Fetch& request, Deadline, Completion<w6::Registration> done) {
    const Report report(*store_, request.trail);
    run<w6::Registration>([request](Store& store, TimePoint now, auto reply) { store.fetch(request, now, reply); },
                          [report, identity = request.identity, done](Result<w6::Registration> answer) {
                              report.read(
                                  "registration fetched",
                                  {{"identity", identity}, {"result", answer ? answer->impu : answer.error().text}});
                              done(std::move(answer));
                          });
}

void InProcessRegistrar::flow_down(const w6::FlowDown& request, Deadline, Completion<w6::FlowMarked> done) {
    const Report report(*store_, request.trail);
    run<w6::FlowMarked>([request](Store& store, TimePoint now, auto reply) { store.flow_down(request, now, reply); },
                        [report, identity = request.identity, done](const Result<w6::FlowMarked>& answer) {
                            if (answer) report.done(Counter::flows_down, "flow down", {{"identity", identity}});
                            else report.refused("flow-down", identity, answer.error());
                            done(answer);
                        });
}

void InProcessRegistrar::locate(const w6::Locate& request, Deadline, Completion<w6::Located> done) {
    const Report report(*store_, request.trail);
    run<w6::Located>([request](Store& store, TimePoint now, auto reply) { store.locate(request, now, reply); },
                     [report, identity = request.identity, done](Result<w6::Located> answer) {
                         if (answer)
                             report.done(Counter::users_located, "user located",
                                         {{"identity", identity}, {"block", answer->wimpu}, {"owner", answer->owner}});
                         else report.read("not located", {{"identity", identity}, {"reason", answer.error().text}});
                         done(std::move(answer));
                     });
}

void InProcessRegistrar::watch(const std::string& owner, Executor& executor, Listener listener) {
    watchers_->set(owner, executor, std::move(listener));
}

void InProcessRegistrar::remove_user(const TrailId& trail, const std::string& identity, Completion<w6::Removed> done) {
    const Report report(*store_, trail);
    run<Store::UserRemoved>(
        [trail, identity](Store& store, TimePoint now, auto reply) { store.remove_user(trail, identity, now, reply); },
        [report, identity, done, watchers = watchers_](Result<Store::UserRemoved> removed) {
            if (!removed) {
                report.refused("remove-user", identity, removed.error());
                return done(removed.error());
            }
            const std::string contacts = std::to_string(removed->change.removed.size());
            const bool told = watchers->tell(removed->owner, std::move(removed->change));
            report.done(Counter::users_removed, "user removed by an administrator",
                        {{"identity", identity}, {"contacts", contacts}, {"owner told", told ? "yes" : "no"}});
            done(w6::Removed{true, {}});
        });
}

void InProcessRegistrar::purge_node(const TrailId& trail, const std::string& node, Completion<NodePurged> done) {
    purge(Report(*store_, trail), store_, node, {}, 0, done);
}

}  // namespace wims::registry
