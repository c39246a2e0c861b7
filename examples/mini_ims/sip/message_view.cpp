// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/sip/message_view.hpp"

#include <arpa/inet.h>
#include <strings.h>

#include <array>

namespace wims::mini_ims {

namespace {
std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

const msg_common_t* start_of(const sip_t* sip) {
    if (sip->sip_request != nullptr) return sip->sip_request->rq_common;
    return sip->sip_status == nullptr ? nullptr : sip->sip_status->st_common;
}

/// As it came; empty for the second and later element of a list, which the first has with it.
std::string line_of(const msg_header_t* header) {
    const msg_common_t* common = header->sh_common;
    if (common->h_data != nullptr) return trimmed({static_cast<const char*>(common->h_data), common->h_len});
    if (common->h_class->hc_name == nullptr) return {};
    su_home_t home[1] = {SU_HOME_INIT(home)};
    const char* value = sip_header_as_string(home, reinterpret_cast<const sip_header_t*>(header));
    auto line = value == nullptr ? std::string() : std::string(common->h_class->hc_name) + ": " + value;
    su_home_deinit(home);
    return line;
}

/// At commas that stand neither in quotes nor in angle brackets.
std::vector<std::string_view> split_list(std::string_view value) {
    std::vector<std::string_view> parts;
    std::size_t start = 0;
    bool quoted = false, bracketed = false;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        if (quoted && c == '\\') ++i;
        else if (c == '"' && !bracketed) quoted = !quoted;
        else if (!quoted && c == '<') bracketed = true;
        else if (!quoted && c == '>') bracketed = false;
        else if (!quoted && !bracketed && c == ',') {
            parts.push_back(value.substr(start, i - start));
            start = i + 1;
        }
    }
    parts.push_back(value.substr(start));
    return parts;
}
}  // namespace

std::vector<std::string> header_values(const sip_t* sip, std::string_view name) {
    std::vector<std::string> values;
    for (const auto* h = sip->sip_unknown; h != nullptr; h = h->un_next)
        if (std::string_view(h->un_name).size() == name.size() &&
            strncasecmp(h->un_name, name.data(), name.size()) == 0)
            values.push_back(trimmed(h->un_value == nullptr ? "" : h->un_value));
    return values;
}

std::optional<std::string> header_value(const sip_t* sip, std::string_view name) {
    auto values = header_values(sip, name);
    if (values.empty()) return std::nullopt;
    return std::move(values.front());
}

void remove_header(msg_t* message, std::string_view name) {
    for (auto* h = sip_object(message)->sip_unknown; h != nullptr;) {
        auto* next = h->un_next;
        if (std::string_view(h->un_name).size() == name.size() &&
            strncasecmp(h->un_name, name.data(), name.size()) == 0)
            msg_header_remove(message, msg_object(message), reinterpret_cast<msg_header_t*>(h));
        h = next;
    }
}

std::vector<std::string> addresses_in(std::string_view value) {
    std::vector<std::string> addresses;
    for (const auto part : split_list(value)) {
        const auto quote_end = part.rfind('"');
        const auto open = part.find('<', quote_end == std::string_view::npos ? 0 : quote_end);
        const auto close = part.find('>', open == std::string_view::npos ? 0 : open);
        const auto text = open != std::string_view::npos && close != std::string_view::npos
                              ? trimmed(part.substr(open + 1, close - open - 1))
                              : trimmed(part.substr(0, part.find(';')));
        if (!text.empty()) addresses.push_back(text);
    }
    return addresses;
}

std::string text_of(const url_t* url) {
    if (url == nullptr) return {};
    std::array<char, 2048> text{};
    const auto n = url_e(text.data(), text.size(), url);
    return n > 0 && static_cast<std::size_t>(n) < text.size() ? std::string(text.data(), static_cast<std::size_t>(n))
                                                              : std::string();
}

std::vector<std::string> entries_of(const sip_route_t* routes) {
    std::vector<std::string> entries;
    for (; routes != nullptr; routes = routes->r_next) entries.push_back("<" + text_of(routes->r_url) + ">");
    return entries;
}

TransportAddress source_of(nta_incoming_t* request) {
    TransportAddress source;
    msg_t* msg = nta_incoming_getrequest(request);
    if (msg == nullptr) return source;
    const su_sockaddr_t* from = msg_addr(msg);
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (from->su_family == AF_INET) {
        inet_ntop(AF_INET, &from->su_sin.sin_addr, text.data(), text.size());
        source = {text.data(), ntohs(from->su_sin.sin_port)};
    } else if (from->su_family == AF_INET6) {
        inet_ntop(AF_INET6, &from->su_sin6.sin6_addr, text.data(), text.size());
        source = {text.data(), ntohs(from->su_sin6.sin6_port)};
    }
    msg_destroy(msg);
    return source;
}

TrailId trail_of(const sip_t* sip) {
    const auto session = header_value(sip, "Session-ID");
    return session ? TrailId::from(std::string_view(*session).substr(0, session->find(';'))) : TrailId();
}

std::string parameter(const sip_authorization_t* authorization, const char* name) {
    const char* value = msg_params_find(authorization->au_params, name);
    if (value == nullptr) return {};
    std::string_view text(value);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    return std::string(text);
}

std::vector<std::string> header_lines(const sip_t* sip) {
    std::vector<std::string> lines;
    const msg_common_t* start = start_of(sip);
    for (const auto* h = start == nullptr ? nullptr : start->h_succ; h != nullptr;) {
        const auto* common = &h->sh_common[0];
        if (common->h_class == sip_separator_class || common->h_class == sip_payload_class) break;
        auto line = line_of(h);
        if (!line.empty()) lines.push_back(std::move(line));
        h = common->h_succ;
    }
    return lines;
}

std::string message_text(const sip_t* sip) {
    std::string text;
    if (const auto* request = sip->sip_request)
        text = std::string(request->rq_method_name) + ' ' + text_of(request->rq_url) + " SIP/2.0\r\n";
    else if (const auto* status = sip->sip_status)
        text = "SIP/2.0 " + std::to_string(status->st_status) + ' ' +
               (status->st_phrase == nullptr ? "" : status->st_phrase) + "\r\n";
    for (const auto& line : header_lines(sip)) text += line + "\r\n";
    text += "\r\n";
    if (const auto* body = sip->sip_payload) text.append(body->pl_data, body->pl_len);
    return text;
}

}  // namespace wims::mini_ims
