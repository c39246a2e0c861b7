// SPDX-License-Identifier: Apache-2.0
#include "registry/client/remote_registrar.hpp"

#include <algorithm>

#include "common/core/random.hpp"
#include "registry/model/contact_match.hpp"
#include "registry/wire/messages.hpp"
#include "registry/wire/target.hpp"

namespace wims::registry {

namespace {

http::Request request(const char* method, std::string target, std::string body = {}) {
    http::Request made;
    made.method = method;
    made.target = std::string(wire::w6_root) + std::move(target);
    made.body = std::move(body);
    return made;
}

std::string user(const std::string& identity) { return "/users/" + wire::encoded(identity); }

template <class T>
std::function<Result<T>(const http::Response&)> reading(Result<T> (*read)(const wire::Json&)) {
    return [read](const http::Response& response) -> Result<T> {
        const auto body = wire::parse(response.body);
        if (!body) return body.error();
        return read(*body);
    };
}

std::uint64_t version_in(const http::Response& response) {
    for (const auto& [name, value] : response.headers)
        if (name == "etag") return wire::version_of(value);
    return 0;
}

Result<w6::Registration> read_entry(const http::Response& response) {
    auto entry = reading<w6::Registration>(wire::read_registration)(response);
    if (entry) entry->version = version_in(response);
    return entry;
}

}  // namespace

void RemoteRegistrar::claim_block(const w6::ClaimBlock& r, Deadline, Completion<w6::BlockLease> done) {
    link_.ask<w6::BlockLease>(
        request("PUT", "/blocks/" + wire::encoded(r.wimpu) + "/owner", wire::text({{"owner", r.owner}})), r.trail,
        std::move(done), reading<w6::BlockLease>(wire::read_lease));
}

void RemoteRegistrar::register_contact(const w6::RegisterContact& r, Deadline, Completion<w6::Registered> done) {
    auto named = r;
    // The link may send it twice; the second must not be out of order.
    if (named.request_id == 0) named.request_id = random_u64() | 1;
    link_.ask<w6::Registered>(request("POST", "/users:allocate", wire::text(wire::to_json(named))), r.trail,
                              std::move(done), [](const http::Response& response) {
                                  auto answer = reading<w6::Registered>(wire::read_registered)(response);
                                  if (answer) answer->registration.version = version_in(response);
                                  return answer;
                              });
}

void RemoteRegistrar::fetch(const w6::Fetch& r, Deadline, Completion<w6::Registration> done) {
    link_.ask<w6::Registration>(request("GET", user(r.identity)), r.trail, std::move(done), read_entry);
}

void RemoteRegistrar::flow_down(const w6::FlowDown& r, Deadline, Completion<w6::FlowMarked> done) {
    link_.ask<w6::FlowMarked>(
        request("POST", user(r.identity) + "/flow-down" + (r.wimpu.empty() ? "" : "?wimpu=" + wire::encoded(r.wimpu)),
                wire::text(wire::to_json(r.flow))),
        r.trail, std::move(done), [](const http::Response&) -> Result<w6::FlowMarked> { return w6::FlowMarked{}; });
}

void RemoteRegistrar::locate(const w6::Locate& r, Deadline, Completion<w6::Located> done) {
    link_.ask<w6::Located>(request("GET", user(r.identity) + "/location"), r.trail, std::move(done),
                           reading<w6::Located>(wire::read_located));
}

void RemoteRegistrar::watch(const std::string& owner, Executor& executor, Listener listener) {
    watches_.set(owner, executor, std::move(listener));
}

/// A removal is two requests: which contact the registrar's key names, then its removal at that version. When the entry
/// changed in between the registrar says 412, and both are done once more (W6-03).
struct RemoteRegistrar::Removal {
    w6::RemoveContacts request;
    Completion<w6::Removed> done;
    std::shared_ptr<void> pending;
    bool tried = false;
};

void RemoteRegistrar::remove_contacts(const w6::RemoveContacts& r, Deadline, Completion<w6::Removed> done) {
    auto removal = std::make_shared<Removal>(Removal{r, std::move(done), link_.pending_operation(), false});
    link_.loop().post([this, removal] { read_then_remove(removal); });
}

void RemoteRegistrar::read_then_remove(std::shared_ptr<Removal> removal) {
    link_.ask(
        request("GET", user(removal->request.identity)), removal->request.trail, Duration::zero(),
        [removal] { return removal->done.abandoned(); },
        [this, removal](Result<http::Response> response) {
            // Gone since our first try, which took it away or met it changed.
            if (!response && removal->tried && response.error().kind == ErrorKind::not_found)
                return removal->done(w6::Removed{true, {}});
            if (!response) return removal->done(response.error());
            const auto entry = read_entry(*response);
            if (!entry) return removal->done(Error{ErrorKind::protocol, entry.error().text, 500});
            remove(removal, *entry);
        });
}

void RemoteRegistrar::remove(std::shared_ptr<Removal> removal, const w6::Registration& entry) {
    const auto& r = removal->request;
    if (!r.wimpu.empty() && r.wimpu != entry.wimpu)
        return removal->done(Error{ErrorKind::auth, "the user belongs to another block", 403});
    auto target = user(r.identity);
    if (!r.all) {
        const auto contact = std::find_if(entry.contacts.begin(), entry.contacts.end(),
                                          [&](const w6::Contact& c) { return same_contact(c, r.contact); });
        if (contact == entry.contacts.end()) return removal->done(w6::Removed{false, entry.contacts});
        target += "/contacts/" + wire::encoded(contact->key);
    }
    target += "?epoch=" + std::to_string(r.epoch);
    if (!r.contact.call_id.empty())
        target += "&call-id=" + wire::encoded(r.contact.call_id) + "&cseq=" + std::to_string(r.contact.cseq);
    auto removing = request("DELETE", std::move(target));
    const auto version = r.version != 0 ? r.version : r.all ? 0 : entry.version;
    if (version != 0) removing.headers.emplace_back("if-match", wire::etag(version));
    link_.ask(
        std::move(removing), r.trail, Duration::zero(), [removal] { return removal->done.abandoned(); },
        [this, removal](Result<http::Response> response) {
            if (!response) {
                const auto& error = response.error();
                // Not found: it was there when we read it, so a copy of this request took it away, or it expired.
                const bool changed =
                    error.kind == ErrorKind::not_found || (error.status == 412 && removal->request.version == 0);
                if (!changed || std::exchange(removal->tried, true)) return removal->done(error);
                link_.count(ClientCounter::stale_retries);
                return read_then_remove(removal);
            }
            auto answer = reading<w6::Removed>(wire::read_removed)(*response);
            if (!answer) return removal->done(Error{ErrorKind::protocol, answer.error().text, 500});
            removal->done(std::move(answer));
        });
}

}  // namespace wims::registry
