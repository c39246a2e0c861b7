// SPDX-License-Identifier: Apache-2.0
#include "registry/client/remote_status.hpp"

#include "registry/wire/messages.hpp"
#include "registry/wire/target.hpp"

namespace wims::registry {

void RemoteStatus::status(const w7::StatusQuery& query, Deadline, Completion<w7::Status> done) {
    http::Request request;
    request.method = "GET";
    request.target = std::string(wire::w7_root) + "/users/" + wire::encoded(query.identity);
    link_.ask<w7::Status>(std::move(request), query.trail, std::move(done),
                          [](const http::Response& response) -> Result<w7::Status> {
                              const auto body = wire::parse(response.body);
                              if (!body) return body.error();
                              return wire::read_status(*body);
                          });
}

}  // namespace wims::registry
