// SPDX-License-Identifier: Apache-2.0
#include "registry/wire/messages.hpp"

#include <charconv>
#include <cstdio>
#include <limits>

#include "registry/wire/object_reader.hpp"

namespace wims::registry::wire {

namespace {

using Need = ObjectReader::Need;

constexpr auto most = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t most_cseq = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t longest_expiry = std::uint64_t{1} << 42;  // milliseconds: a century

std::uint64_t milliseconds(Duration span) {
    return static_cast<std::uint64_t>(
        std::max<std::int64_t>(0, std::chrono::round<std::chrono::milliseconds>(span).count()));
}

/// Enumerators as the SBI writes them, in the order of the enumeration.
constexpr const char* allocated_by[] = {"EPCSCF", "THIRD_PARTY"};
constexpr const char* outcomes[] = {"CREATED", "CONTACT_ADDED", "REFRESHED"};
constexpr const char* reasons[] = {"ADMINISTRATOR"};

template <class Enum, std::size_t n>
void read_enum(ObjectReader& reader, const char* name, const char* const (&names)[n], Enum& out,
               Need need = Need::required) {
    std::string text;
    if (!reader.text(name, text, need)) return;
    for (std::size_t i = 0; i < n; ++i)
        if (text == names[i]) return void(out = static_cast<Enum>(i));
    reader.fail(name, "is none of the values");
}

/// Numbers of 64 random bits travel as text: JSON readers keep 53.
std::string hex(std::uint64_t number) {
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(number));
    return text;
}

void read_hex(ObjectReader& reader, const char* name, std::uint64_t& out) {
    std::string text;
    if (!reader.text(name, text, Need::optional)) return;
    const auto end = text.data() + text.size();
    if (text.size() != 16 || std::from_chars(text.data(), end, out, 16).ptr != end)
        reader.fail(name, "is not 16 hex digits");
}

template <class T>
void read_object(ObjectReader& reader, const char* name, Result<T> (*read)(const Json&), T& out) {
    const auto* member = reader.member(name);
    if (member == nullptr) return;
    if (auto value = read(*member)) out = std::move(*value);
    else reader.fail(name, value.error().text);
}

template <class T>
void read_list(ObjectReader& reader, const char* name, Result<T> (*read)(const Json&), std::vector<T>& out) {
    const auto* member = reader.member(name);
    if (member == nullptr) return;
    if (!member->is_array()) return reader.fail(name, "is no array");
    for (const auto& item : *member) {
        auto value = read(item);
        if (!value) return reader.fail(name, value.error().text);
        out.push_back(std::move(*value));
    }
}

template <class T>
Result<T> finished(ObjectReader& reader, T value) {
    if (auto good = reader.finish(); !good) return good.error();
    return value;
}

template <class T>
Json list(const std::vector<T>& items) {
    Json json = Json::array();
    for (const auto& item : items) json.push_back(to_json(item));
    return json;
}

}  // namespace

Result<Json> parse(std::string_view text) {
    auto json = Json::parse(text, nullptr, false);
    if (json.is_discarded() || !json.is_object()) return Error{ErrorKind::protocol, "the body is no JSON object", 400};
    return json;
}

std::string text(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json to_json(const w6::Flow& flow) { return {{"instance", flow.instance}, {"token", flow.token}, {"live", flow.live}}; }

Result<w6::Flow> read_flow(const Json& json) {
    ObjectReader reader(json, "flow");
    w6::Flow flow;
    reader.text("instance", flow.instance);
    reader.text("token", flow.token);
    reader.flag("live", flow.live, Need::optional);
    return finished(reader, std::move(flow));
}

Json to_json(const w6::Contact& c) {
    return {{"uri", c.uri},
            {"instanceId", c.instance_id},
            {"regId", c.reg_id},
            {"key", c.key},
            {"flow", to_json(c.flow)},
            {"callId", c.call_id},
            {"cseq", c.cseq},
            {"q", c.q},
            {"expiresMs", milliseconds(c.expires)},
            {"userAgent", c.user_agent}};
}

Result<w6::Contact> read_contact(const Json& json) {
    ObjectReader reader(json, "contact");
    w6::Contact contact;
    std::uint64_t reg_id = 0, cseq = 0, expires = 0;
    reader.text("uri", contact.uri);
    reader.text("instanceId", contact.instance_id, Need::optional);
    reader.number("regId", reg_id, most_cseq, Need::optional);
    reader.text("key", contact.key, Need::optional);
    read_object(reader, "flow", read_flow, contact.flow);
    reader.text("callId", contact.call_id);
    reader.number("cseq", cseq, most_cseq);
    reader.real("q", contact.q, 0, 1, Need::optional);
    reader.number("expiresMs", expires, longest_expiry);
    reader.text("userAgent", contact.user_agent, Need::optional);
    contact.reg_id = static_cast<std::uint32_t>(reg_id);
    contact.cseq = static_cast<std::uint32_t>(cseq);
    contact.expires = std::chrono::milliseconds(expires);
    return finished(reader, std::move(contact));
}

Json to_json(const w6::Registration& r) {
    return {{"impu", r.impu},
            {"externalIdentity", r.external_identity},
            {"wimpu", r.wimpu},
            {"owner", r.owner},
            {"epoch", r.epoch},
            {"allocatedBy", allocated_by[static_cast<std::size_t>(r.allocated_by)]},
            {"contacts", list(r.contacts)}};
}

Result<w6::Registration> read_registration(const Json& json) {
    ObjectReader reader(json, "registration");
    w6::Registration registration;
    reader.text("impu", registration.impu);
    reader.text("externalIdentity", registration.external_identity);
    reader.text("wimpu", registration.wimpu);
    reader.text("owner", registration.owner);
    reader.number("epoch", registration.epoch, most);
    read_enum(reader, "allocatedBy", allocated_by, registration.allocated_by);
    read_list(reader, "contacts", read_contact, registration.contacts);
    return finished(reader, std::move(registration));
}

Json to_json(const w6::RegisterContact& r) {
    Json json = {{"identity", r.identity},
                 {"wimpu", r.wimpu},
                 {"epoch", r.epoch},
                 {"allocatedBy", allocated_by[static_cast<std::size_t>(r.allocated_by)]},
                 {"contact", to_json(r.contact)}};
    if (r.request_id != 0) json["requestId"] = hex(r.request_id);
    return json;
}

Result<w6::RegisterContact> read_register_contact(const Json& json) {
    ObjectReader reader(json, "allocation");
    w6::RegisterContact request;
    reader.text("identity", request.identity);
    reader.text("wimpu", request.wimpu);
    reader.number("epoch", request.epoch, most);
    read_enum(reader, "allocatedBy", allocated_by, request.allocated_by, Need::optional);
    read_object(reader, "contact", read_contact, request.contact);
    read_hex(reader, "requestId", request.request_id);
    return finished(reader, std::move(request));
}

Json to_json(const w6::Registered& r) {
    return {{"outcome", outcomes[static_cast<std::size_t>(r.outcome)]}, {"registration", to_json(r.registration)}};
}

Result<w6::Registered> read_registered(const Json& json) {
    ObjectReader reader(json, "result");
    w6::Registered registered;
    read_enum(reader, "outcome", outcomes, registered.outcome);
    read_object(reader, "registration", read_registration, registered.registration);
    return finished(reader, std::move(registered));
}

Json to_json(const w6::Removed& r) { return {{"entryRemoved", r.entry_removed}, {"contacts", list(r.contacts)}}; }

Result<w6::Removed> read_removed(const Json& json) {
    ObjectReader reader(json, "result");
    w6::Removed removed;
    reader.flag("entryRemoved", removed.entry_removed);
    read_list(reader, "contacts", read_contact, removed.contacts);
    return finished(reader, std::move(removed));
}

Json to_json(const w6::Located& l) {
    return {{"wimpu", l.wimpu}, {"owner", l.owner}, {"epoch", l.epoch}, {"registered", l.registered}};
}

Result<w6::Located> read_located(const Json& json) {
    ObjectReader reader(json, "location");
    w6::Located located;
    reader.text("wimpu", located.wimpu);
    reader.text("owner", located.owner);
    reader.number("epoch", located.epoch, most);
    reader.flag("registered", located.registered);
    return finished(reader, std::move(located));
}

Json to_json(const w6::BlockLease& l) { return {{"wimpu", l.wimpu}, {"epoch", l.epoch}}; }

Result<w6::BlockLease> read_lease(const Json& json) {
    ObjectReader reader(json, "lease");
    w6::BlockLease lease;
    reader.text("wimpu", lease.wimpu);
    reader.number("epoch", lease.epoch, most);
    return finished(reader, std::move(lease));
}

Json to_json(const w7::Status& s) { return {{"registered", s.registered}, {"impu", s.impu}, {"wimpu", s.wimpu}}; }

Result<w7::Status> read_status(const Json& json) {
    ObjectReader reader(json, "status");
    w7::Status status;
    reader.flag("registered", status.registered);
    reader.text("impu", status.impu);
    reader.text("wimpu", status.wimpu);
    return finished(reader, std::move(status));
}

Result<std::string> read_owner(const Json& json) {
    ObjectReader reader(json, "request");
    std::string owner;
    if (reader.text("owner", owner) && owner.empty()) reader.fail("owner", "is empty");
    return finished(reader, std::move(owner));
}

Json to_json(const NumberedChange& c) {
    return {{"number", c.number},
            {"trail", c.change.trail.hex()},
            {"impu", c.change.impu},
            {"externalIdentity", c.change.external_identity},
            {"wimpu", c.change.wimpu},
            {"removed", list(c.change.removed)},
            {"reason", reasons[static_cast<std::size_t>(c.change.reason)]}};
}

namespace {

Result<NumberedChange> read_change(const Json& json) {
    ObjectReader reader(json, "change");
    NumberedChange numbered;
    auto& change = numbered.change;
    std::string trail;
    reader.number("number", numbered.number, most);
    reader.text("trail", trail);
    reader.text("impu", change.impu);
    reader.text("externalIdentity", change.external_identity);
    reader.text("wimpu", change.wimpu);
    read_list(reader, "removed", read_contact, change.removed);
    read_enum(reader, "reason", reasons, change.reason);
    change.trail = TrailId::from(trail);
    return finished(reader, std::move(numbered));
}

}  // namespace

Result<std::vector<NumberedChange>> read_changes(const Json& json) {
    ObjectReader reader(json, "result");
    std::vector<NumberedChange> changes;
    read_list(reader, "changes", read_change, changes);
    return finished(reader, std::move(changes));
}

std::string etag(std::uint64_t version) { return '"' + std::to_string(version) + '"'; }

std::uint64_t version_of(std::string_view etag) {
    if (etag.size() < 3 || etag.front() != '"' || etag.back() != '"') return 0;
    std::uint64_t version = 0;
    const auto end = etag.data() + etag.size() - 1;
    return std::from_chars(etag.data() + 1, end, version).ptr == end ? version : 0;
}

}  // namespace wims::registry::wire
