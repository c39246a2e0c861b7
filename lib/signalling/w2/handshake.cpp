// SPDX-License-Identifier: Apache-2.0
#include "signalling/w2/handshake.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "signalling/w2/landing_page.hpp"
#include "signalling/w2/sip_subprotocol.hpp"

namespace wims::w2 {

namespace {

using http::Request;
using http::Response;
using signalling::Counter;

constexpr std::size_t longest_origin = 300;

NotUpgraded refused(int status, std::string_view why, Counter counter, http::Headers more = {}) {
    more.emplace_back("Content-Type", "text/plain; charset=utf-8");
    return {{status, std::move(more), std::string(why) + "\n"}, why, counter};
}

// 16 octets in base64. [RFC 6455 4.2.1]
bool key_form(std::string_view key) {
    return key.size() == 24 && key.ends_with("==") && std::all_of(key.begin(), key.end() - 2, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '+' ||
                      c == '/';
           });
}

// Sub-protocol names are compared with their case, unlike most of HTTP. [RFC 6455 11.5]
bool offers(const Request& request, std::string_view name) {
    for (const auto& [field, value] : request.headers) {
        if (!http::equal_ignoring_case(field, "Sec-WebSocket-Protocol")) continue;
        for (std::string_view list = value; !list.empty();) {
            const auto comma = list.find(',');
            if (http::trimmed(list.substr(0, comma)) == name) return true;
            list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
        }
    }
    return false;
}

bool wants_web_socket(const Request& request) {
    return request.lists("Upgrade", "websocket") || request.count("Sec-WebSocket-Key") > 0 ||
           request.count("Sec-WebSocket-Version") > 0;
}

NotUpgraded plain(const Request& request, const HandshakePolicy& policy) {
    if (request.method != "GET" && request.method != "HEAD")
        return refused(405, "only GET and HEAD", Counter::w2_upgrade_refused, {{"Allow", "GET, HEAD"}});
    if (request.path == "/health")
        return {{200, {{"Content-Type", "text/plain"}, {"Cache-Control", "no-store"}}, "ok\n"}, {}, {}};
    if (request.path == "/") return {landing_page(policy.wwsf_url), {}, {}};
    return {{404, {{"Content-Type", "text/plain"}}, "Nothing here.\n"}, {}, {}};
}

std::optional<NotUpgraded> malformed(const Request& request) {
    const auto bad = [](std::string_view why) { return refused(400, why, Counter::w2_upgrade_refused); };
    if (request.method != "GET" || request.minor_version == 0) return bad("a WebSocket begins with GET in HTTP/1.1");
    if (!request.lists("Upgrade", "websocket")) return bad("no Upgrade: websocket");
    if (!request.lists("Connection", "upgrade")) return bad("no Connection: Upgrade");
    if (request.count("Sec-WebSocket-Version") != 1 || request.header("Sec-WebSocket-Version") != "13")
        return refused(426, "only WebSocket version 13", Counter::w2_version_refused,
                       {{"Sec-WebSocket-Version", "13"}, {"Upgrade", "websocket"}});
    if (request.count("Sec-WebSocket-Key") != 1 || !key_form(request.header("Sec-WebSocket-Key")))
        return bad("Sec-WebSocket-Key is not 16 octets in base64");
    return std::nullopt;
}

}  // namespace

std::variant<Accepted, NotUpgraded> answer_handshake(const Request& request, const HandshakePolicy& policy) {
    if (!wants_web_socket(request)) return plain(request, policy);
    if (auto answer = malformed(request)) return *std::move(answer);
    const auto origin = request.header("Origin");
    if (request.count("Origin") != 1 || origin.size() > longest_origin || !policy.origins.allows(origin))
        return refused(403, "this page's origin may not connect here", Counter::w2_origin_refused);
    if (!offers(request, SipSubprotocol::name))
        return refused(400, "the sub-protocol sip was not offered", Counter::w2_upgrade_refused);
    if (policy.draining)
        return refused(503, "no new connections", Counter::w2_upgrade_refused, {{"Retry-After", "10"}});
    return Accepted{
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: " +
            accept_value(request.header("Sec-WebSocket-Key")) +
            "\r\nSec-WebSocket-Protocol: " + std::string(SipSubprotocol::name) + "\r\n\r\n",
        std::string(origin)};
}

Result<void> check_origin_form(std::string_view origin) {
    const Error bad{ErrorKind::usage,
                    "not an origin as browsers write it (https://host[:port]): " + std::string(origin)};
    const bool secure = origin.starts_with("https://");
    if (!secure && !origin.starts_with("http://")) return bad;
    const auto authority = origin.substr(secure ? 8 : 7);
    const bool clean = std::all_of(authority.begin(), authority.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               std::string_view(".-:[]").find(c) != std::string_view::npos;
    });
    if (authority.empty() || !clean || authority.ends_with(secure ? ":443" : ":80")) return bad;
    return {};
}

std::string accept_value(std::string_view key) {
    const std::string input = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_Digest(input.data(), input.size(), digest.data(), &length, EVP_sha1(), nullptr);
    std::array<unsigned char, 64> text{};
    const int n = EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(length));
    return {text.begin(), text.begin() + n};
}

}  // namespace wims::w2
