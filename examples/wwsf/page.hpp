// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "common/http/message.hpp"

namespace wims::wwsf {

/// The files of the WIC, and what every answer of the server says to a browser about safety.
class Page {
public:
    /// `sockets`: the origins of W2. `token_service`: the origin of the server for log-in and tokens where it is another
    /// one; empty: this one.
    Page(const std::vector<std::string>& sockets, std::string token_service, std::chrono::seconds hsts);

    /// GET and HEAD of anything outside /api.
    http::Response serve(const http::Request& request) const;
    http::Response secured(http::Response response) const;

private:
    http::Response asset(const http::Request& request) const;

    const std::string w1_;  // the document that tells the page where to log in
    const std::string content_policy_;
    const std::chrono::seconds hsts_;
};

/// {"error": why}, not to be stored.
http::Response refusal(int status, std::string_view why);

}  // namespace wims::wwsf
