// SPDX-License-Identifier: Apache-2.0
#include "signalling/w2/landing_page.hpp"

namespace wims::w2 {

namespace {

constexpr const char* head =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Gateway socket</title>\n"
    "<style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}</style>\n"
    "</head>\n<body>\n<h1>This works</h1>\n"
    "<p>This is the W2 socket of the gateway: phones in web pages connect here. Your browser trusts it now.</p>\n";

}  // namespace

http::Response landing_page(const std::string& wwsf_url) {
    std::string page = head;
    // Only a web address becomes a link: the setting is no place for "javascript:".
    if (wwsf_url.starts_with("https://") || wwsf_url.starts_with("http://"))
        page += "<p><a href=\"" + http::html_escaped(wwsf_url) + "\">Go back to the phone</a></p>\n";
    else page += "<p>Go back to the page you came from.</p>\n";
    page += "</body>\n</html>\n";
    return {200,
            {{"Content-Type", "text/html; charset=utf-8"},
             {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"},
             {"X-Content-Type-Options", "nosniff"},
             {"Referrer-Policy", "no-referrer"}},
            std::move(page)};
}

}  // namespace wims::w2
