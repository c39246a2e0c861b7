// SPDX-License-Identifier: Apache-2.0
#include <wims/registry.h>

#include <memory>

#include <wims/registry/wimpu_registrar.hpp>

#include "caller_executor.hpp"
#include "host_log.hpp"

struct wims_registry : wims::c::Handle {
    static constexpr std::uint32_t handle_kind = wims::c::kind_of("wreg");
    explicit wims_registry(std::function<wims::Duration()> clock) : Handle(handle_kind), executor(std::move(clock)) {}

    wims::c::HostLog log;
    wims::c::CallerExecutor executor;
    std::unique_ptr<wims::registry::WimpuRegistrar> registrar;
};

namespace wims::c {
namespace {

constexpr std::int64_t longest_ms = std::int64_t{1000} * 3600 * 24 * 3650;

Duration milliseconds(std::int64_t ms) {
    return std::chrono::milliseconds(std::clamp<std::int64_t>(ms, 0, longest_ms));
}

std::int64_t milliseconds(Duration d) { return std::chrono::duration_cast<std::chrono::milliseconds>(d).count(); }

wims_status read_config(registry::WimpuRegistrarConfig& out, const wims_registry_config& in) {
    out.ordinary_domains = texts(in.ordinary_domains, in.ordinary_domain_count);
    if (in.contacts_per_entry != 0) out.contacts_per_entry = in.contacts_per_entry;
    if (in.quarantine_ms != 0) out.quarantine = milliseconds(in.quarantine_ms);
    return read_all(in.blocks, in.block_count, [&](const wims_registry_block& block) {
        registry::BlockRange range;
        range.wimpu = text(block.wimpu);
        range.domains = texts(block.domains, block.domain_count);
        if (block.size != 0) range.size = block.size;
        out.blocks.push_back(std::move(range));
        return WIMS_OK;
    });
}

w6::Contact contact_of(const wims_registry_contact& in) {
    w6::Contact out;
    out.uri = text(in.uri);
    out.instance_id = text(in.instance_id);
    out.reg_id = in.reg_id;
    out.flow = {text(in.flow_instance), text(in.flow_token), true};
    out.call_id = text(in.call_id);
    out.cseq = in.cseq;
    out.expires = milliseconds(in.expires_ms);
    out.user_agent = text(in.user_agent);
    return out;
}

wims_registry_contact contact_of(const w6::Contact& in) {
    return {sizeof(wims_registry_contact),
            in.reg_id,
            in.cseq,
            0,
            str(in.uri),
            str(in.instance_id),
            str(in.call_id),
            str(in.user_agent),
            str(in.flow.instance),
            str(in.flow.token),
            milliseconds(in.expires)};
}

void hand_out(const w6::Registration& in, wims_registration_fn done, void* user) {
    if (done == nullptr) return;
    std::vector<wims_registry_contact> contacts;
    for (const auto& contact : in.contacts) contacts.push_back(contact_of(contact));
    const auto by =
        in.allocated_by == w6::AllocatedBy::epcscf ? WIMS_ALLOCATED_BY_EPCSCF : WIMS_ALLOCATED_BY_THIRD_PARTY;
    const wims_registration out = {sizeof out,     by,
                                   str(in.impu),   str(in.external_identity),
                                   str(in.wimpu),  str(in.owner),
                                   in.epoch,       contacts.data(),
                                   contacts.size()};
    done(user, &out);
}

int32_t outcome_of(w6::RegisterOutcome outcome) {
    switch (outcome) {
        case w6::RegisterOutcome::created: return WIMS_OUTCOME_CREATED;
        case w6::RegisterOutcome::contact_added: return WIMS_OUTCOME_CONTACT_ADDED;
        case w6::RegisterOutcome::refreshed: return WIMS_OUTCOME_REFRESHED;
    }
    return 0;
}

}  // namespace
}  // namespace wims::c

using namespace wims;

extern "C" wims_status wims_registry_create(wims_registry** out, const wims_registry_config* config) {
    return c::guard([&]() -> wims_status {
        if (out == nullptr) return c::null_argument("out is NULL");
        wims_registry_config in;
        registry::WimpuRegistrarConfig settings;
        if (const auto s = c::read(in, config); s != WIMS_OK) return s;
        if (const auto s = c::read_config(settings, in); s != WIMS_OK) return s;
        std::function<Duration()> clock;
        if (in.now_ms != nullptr)
            clock = [now = in.now_ms, user = in.clock_user] { return Duration(std::chrono::milliseconds(now(user))); };
        auto handle = std::make_unique<wims_registry>(std::move(clock));
        if (const auto s = c::HostLog::read(handle->log, in.log); s != WIMS_OK) return s;
        auto made = registry::WimpuRegistrar::create(settings, handle->executor, handle->log, handle->log);
        if (!made) return c::fail(made.error());
        handle->registrar = std::move(*made);
        *out = handle.release();
        return WIMS_OK;
    });
}

extern "C" void wims_registry_destroy(wims_registry* registry) { c::destroy(registry); }

extern "C" wims_status wims_registry_claim(uint64_t* epoch, wims_registry* registry, wims_str wimpu, wims_str owner) {
    return c::guard([&]() -> wims_status {
        if (epoch == nullptr) return c::null_argument("epoch is NULL");
        if (const auto s = c::check(registry); s != WIMS_OK) return s;
        const w6::ClaimBlock request{TrailId::create(), c::text(wimpu), c::text(owner)};
        const auto lease = registry->executor.ask<w6::BlockLease>([&](Deadline d, Completion<w6::BlockLease> done) {
            registry->registrar->w6().claim_block(request, d, std::move(done));
        });
        if (!lease) return c::fail(lease.error());
        *epoch = lease->epoch;
        return WIMS_OK;
    });
}

extern "C" wims_status wims_registry_allocate(int32_t* outcome, wims_registry* registry, wims_str identity,
                                              wims_str wimpu, uint64_t epoch, int32_t allocated_by,
                                              const wims_registry_contact* contact, wims_registration_fn done,
                                              void* user) {
    return c::guard([&]() -> wims_status {
        if (const auto s = c::check(registry); s != WIMS_OK) return s;
        wims_registry_contact in;
        if (const auto s = c::read(in, contact); s != WIMS_OK) return s;
        w6::RegisterContact request;
        request.trail = TrailId::create();
        request.identity = c::text(identity);
        request.wimpu = c::text(wimpu);
        request.epoch = epoch;
        request.allocated_by =
            allocated_by == WIMS_ALLOCATED_BY_EPCSCF ? w6::AllocatedBy::epcscf : w6::AllocatedBy::third_party;
        request.contact = c::contact_of(in);
        const auto stored =
            registry->executor.ask<w6::Registered>([&](Deadline d, Completion<w6::Registered> finished) {
                registry->registrar->w6().register_contact(request, d, std::move(finished));
            });
        if (!stored) return c::fail(stored.error());
        if (outcome != nullptr) *outcome = c::outcome_of(stored->outcome);
        c::hand_out(stored->registration, done, user);
        return WIMS_OK;
    });
}

extern "C" wims_status wims_registry_locate(wims_registry* registry, wims_str identity, wims_registration_fn done,
                                            void* user) {
    return c::guard([&]() -> wims_status {
        if (const auto s = c::check(registry); s != WIMS_OK) return s;
        const w6::Fetch request{TrailId::create(), c::text(identity)};
        const auto found =
            registry->executor.ask<w6::Registration>([&](Deadline d, Completion<w6::Registration> finished) {
                registry->registrar->w6().fetch(request, d, std::move(finished));
            });
        if (!found) return c::fail(found.error());
        c::hand_out(*found, done, user);
        return WIMS_OK;
    });
}
