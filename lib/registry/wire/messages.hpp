// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>
#include <wims/w6/registrar.hpp>
#include <wims/w7/status.hpp>

/// The JSON of W6 and W7, as `openapi.yaml` has it. Reading is strict: what is missing, wrong or unknown is an Error,
/// protocol 400.
namespace wims::registry::wire {

using Json = nlohmann::json;

/// A body: one JSON object.
Result<Json> parse(std::string_view text);
std::string text(const Json& json);

Json to_json(const w6::Contact& contact);
Json to_json(const w6::Registration& registration);  ///< its version travels as ETag
Json to_json(const w6::RegisterContact& request);
Json to_json(const w6::Registered& registered);
Json to_json(const w6::Removed& removed);
Json to_json(const w6::Located& located);
Json to_json(const w6::BlockLease& lease);
Json to_json(const w6::Flow& flow);
Json to_json(const w7::Status& status);

Result<w6::Contact> read_contact(const Json& json);
Result<w6::Registration> read_registration(const Json& json);
Result<w6::RegisterContact> read_register_contact(const Json& json);
Result<w6::Registered> read_registered(const Json& json);
Result<w6::Removed> read_removed(const Json& json);
Result<w6::Located> read_located(const Json& json);
Result<w6::BlockLease> read_lease(const Json& json);
Result<w6::Flow> read_flow(const Json& json);
Result<w7::Status> read_status(const Json& json);
/// {"owner": …}: who claims a block, or subscribes.
Result<std::string> read_owner(const Json& json);

/// A change and its number in a subscription, from 1.
struct NumberedChange {
    std::uint64_t number = 0;
    w6::Change change;
};
Json to_json(const NumberedChange& change);
Result<std::vector<NumberedChange>> read_changes(const Json& json);

/// `"17"`, the version of an entry as ETag and in If-Match. 0: it is none of ours.
std::string etag(std::uint64_t version);
std::uint64_t version_of(std::string_view etag);

}  // namespace wims::registry::wire
