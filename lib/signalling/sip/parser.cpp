// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "signalling/sip/framing.hpp"
#include "signalling/sip/header_names.hpp"
#include "signalling/sip/message.hpp"
#include "signalling/sip/syntax.hpp"
#include "signalling/sip/uri.hpp"

// sip::parse: strict where a lenient reading would let two parsers disagree about one message. libsofia-sip's parser is
// the second opinion, in adapters/sofia/parser.hpp, so that this folder stays free of it.
namespace wims::sip {
namespace {

constexpr std::size_t most_elements = 400;  ///< list elements together; 100 headers can hold thousands of commas
constexpr std::uint32_t highest_cseq = 0x7fffffff;  // [RFC 3261 8.1.1.5]

Error bad(std::string text, int status = 400) { return {ErrorKind::protocol, std::move(text), status}; }

Error flood(std::string text) { return {ErrorKind::limit, std::move(text), 400}; }

/// Adds the field to the message, list headers element by element. Counted here: each one costs a walk over the others.
Result<void> add_field(Message& message, std::string_view name, const std::string& value) {
    const auto* kind = header_kind(name);
    const auto long_name = kind != nullptr ? kind->name : name;
    if (kind == nullptr || kind->form == HeaderKind::Form::text) {
        if (kind != nullptr && kind->single && message.has(long_name))
            return bad("second " + std::string(long_name) + " header");
        message.append(long_name, value);
        return {};
    }
    if (!balanced(value)) return bad("quote or angle bracket left open in " + std::string(long_name));
    const auto elements = split_outside(value, ',');
    if (message.headers().size() + elements.size() > most_elements) return flood("too many list elements");
    if (elements.size() == 1) {
        message.append(long_name, std::string(elements.front()));  // an empty Supported or Accept has a meaning
        return {};
    }
    for (const auto element : elements) {
        if (element.empty()) return bad("empty element in " + std::string(long_name));
        message.append(long_name, std::string(element));
    }
    return {};
}

/// "SIP/2.0/UDP host:port;params" [RFC 3261 25.1, via-parm]
Result<void> check_via(std::string_view via, bool needs_branch) {
    const auto semicolon = via.find(';');
    const auto head = trim(via.substr(0, semicolon));
    const auto slash = head.find('/');
    const auto second = head.find('/', slash == std::string_view::npos ? slash : slash + 1);
    if (second == std::string_view::npos) return bad("malformed Via");
    auto rest = trim(head.substr(second + 1));
    const auto space = rest.find_first_of(" \t");
    if (!equal_without_case(trim(head.substr(0, slash)), "SIP") ||
        trim(head.substr(slash + 1, second - slash - 1)) != "2.0" || space == std::string_view::npos ||
        !is_token(rest.substr(0, space)))
        return bad("malformed Via");
    // The sent-by has the form of a URI's host and port; its parameters that of a URI's header.
    const auto sent_by = trim(rest.substr(space));
    std::string compact;
    for (const char c : sent_by)
        if (c != ' ' && c != '\t') compact += c;
    auto read = NameAddr::parse("<sip:" + compact + ">" +
                                std::string(semicolon == std::string_view::npos ? "" : via.substr(semicolon)));
    if (!read || compact.find_first_of("@?<>") != std::string::npos) return bad("malformed Via");
    if (needs_branch && read->parameter("branch").value_or("").empty()) return bad("topmost Via without branch");
    return {};
}

/// An address whose scheme is not one of ours is well-formed all the same: who may use it is the role's question.
Result<void> check_addresses(const Message& message, std::string_view name, bool star_allowed = false) {
    for (const auto& value : message.all(name)) {
        if (star_allowed && value == "*") continue;
        const auto address = NameAddr::parse(value);
        if (!address && address.error().status != 416)
            return bad("malformed " + std::string(name) + ": " + address.error().text);
    }
    return {};
}

Result<void> check_cseq(Message& message) {
    const auto value = message.get("CSeq");
    const auto space = value.find_first_of(" \t");
    if (space == std::string_view::npos || !number(value.substr(0, space), highest_cseq)) return bad("malformed CSeq");
    const auto method = trim(value.substr(space));
    if (!is_token(method)) return bad("malformed CSeq");
    if (message.is_request() && method != message.method()) return bad("CSeq method differs from the request's");
    if (!message.is_request()) message.set_method(std::string(method));
    return {};
}

Result<void> check_call_id(std::string_view value) {
    constexpr std::string_view extra = "()<>:\\\"/[]?{}@";  // [RFC 3261 25.1, word and callid]
    const bool valid = std::all_of(value.begin(), value.end(),
                                   [&](char c) { return is_token_char(c) || extra.find(c) != std::string_view::npos; });
    if (value.empty() || !valid) return bad("malformed Call-ID");
    return {};
}

Result<void> check_request(const Message& message) {
    if (const auto* hops = message.find("Max-Forwards"); hops != nullptr && !number(*hops, 255))
        return bad("malformed Max-Forwards");
    if (!message.body().empty() && !message.has("Content-Type")) return bad("a body without Content-Type");
    if (auto uri = Uri::parse(message.request_uri()); !uri) return uri.error();
    if (message.method() != "REGISTER") return {};
    if (auto to = NameAddr::parse(message.get("To")); !to) return to.error();  // E07
    return {};
}

Result<void> check_headers(Message& message) {
    for (const auto name : {"From", "To", "Call-ID", "CSeq", "Via"})
        if (message.get(name).empty()) return bad("no " + std::string(name) + " header");
    bool top = message.is_request();
    for (const auto& via : message.all("Via")) {
        if (auto checked = check_via(via, top); !checked) return checked;
        top = false;
    }
    if (auto checked = check_call_id(message.call_id()); !checked) return checked;
    if (auto checked = check_cseq(message); !checked) return checked;
    for (const auto name : {"From", "To", "Route", "Record-Route", "Path", "Service-Route"})
        if (auto checked = check_addresses(message, name); !checked) return checked;
    if (auto checked = check_addresses(message, "Contact", true); !checked) return checked;
    return message.is_request() ? check_request(message) : Result<void>();
}

/// What a response to `request` copies, where it can be copied.
void keep_answerable(const Message& request, Message* partial) {
    if (partial == nullptr || !request.is_request()) return;
    *partial = Message::request(request.method(), request.request_uri());
    for (const auto& header : request.headers())
        for (const auto name : {"Via", "From", "To", "Call-ID", "CSeq"})
            if (header.name == name) partial->append(name, header.value);
}

Result<void> fill(Message& message, const Framed& framed) {
    Result<void> outcome;
    std::optional<std::string> length;
    for (const auto& [name, value] : framed.fields) {
        const auto* kind = header_kind(name);
        if (kind != nullptr && kind->name == "Content-Length") {
            if (length && outcome) outcome = bad("second Content-Length header");
            length = value;
            continue;
        }
        if (auto added = add_field(message, name, value); !added && outcome) outcome = added;
    }
    if (!framed.fault.empty()) return framed.flood ? flood(framed.fault) : bad(framed.fault);
    if (!outcome) return outcome;
    if (length && number(*length, 0x7fffffff) != framed.body.size())
        return bad("Content-Length differs from the octets that are there");  // W2-03, W2-04
    message.set_body(std::string(message.get("Content-Type")), std::string(framed.body));
    return {};
}

}  // namespace

Result<Message> parse(std::string_view octets, Message* partial) {
    const auto framed = frame(octets);
    const auto start = parse_start_line(framed.start_line);
    if (!start || (start->status != 0 && !start->supported)) return bad("no SIP start line", 0);
    auto message = start->status != 0 ? Message::response(start->status, std::string(start->reason))
                                      : Message::request(std::string(start->method), std::string(start->request_uri));
    auto outcome = fill(message, framed);
    if (!start->supported) outcome = bad("SIP version is not 2.0", 505);  // E10
    if (outcome) outcome = check_headers(message);
    if (outcome) return message;
    keep_answerable(message, partial);
    auto error = outcome.error();
    if (!message.is_request()) error.status = 0;
    return error;
}

}  // namespace wims::sip
