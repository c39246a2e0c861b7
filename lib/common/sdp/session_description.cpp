// SPDX-License-Identifier: Apache-2.0
#include "common/sdp/session_description.hpp"

#include "common/sdp/syntax.hpp"

namespace wims::sdp {
namespace {

Error malformed(std::uint32_t line, std::string_view text) {
    return {ErrorKind::protocol, "SDP line " + std::to_string(line) + ": " + std::string(text), 400};
}

Error too_much(std::string_view text) { return {ErrorKind::limit, "SDP: " + std::string(text), 400}; }

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool has_control_character(std::string_view value) {
    for (const char c : value)
        if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f) return true;
    return false;
}

/// Reads line after line into the description.
class Reader {
public:
    explicit Reader(const Limits& limits) : limits_(limits) {}

    Result<void> take(std::string_view raw) {
        ++number_;
        if (number_ > limits_.lines) return too_much("more than " + std::to_string(limits_.lines) + " lines");
        if (raw.size() > limits_.line_octets) return malformed(number_, "too long");
        if (raw.size() < 2 || !is_alpha(raw[0]) || raw[1] != '=') return malformed(number_, "not of the form x=value");
        if (has_control_character(raw)) return malformed(number_, "control character");
        const Line line{raw[0], std::string(raw.substr(2)), number_};
        if (number_ == 1 && line.type != 'v') return malformed(1, "v= expected first");
        if (line.type == 'm') return media(line);
        if (const auto fault = syntax_fault(line)) return malformed(number_, *fault);
        (out_.media.empty() ? out_.session : out_.media.back().section).add(line);
        return {};
    }

    Result<SessionDescription> finish() {
        if (number_ == 0) return malformed(1, "empty description");
        for (const char type : {'v', 'o', 's'})
            if (out_.session.count(type) != 1)
                return malformed(number_, std::string("exactly one ") + type + "= is needed at session level");
        if (out_.session.count('t') == 0) return malformed(number_, "t= is missing");
        if (const auto fault = structure_fault(out_)) return malformed(fault->line, fault->text);
        return std::move(out_);
    }

private:
    Result<void> media(const Line& line) {
        auto parsed = MediaDescription::parse(line.value);
        if (!parsed) return malformed(number_, "malformed m=");
        if (out_.media.size() == limits_.media)
            return too_much("more than " + std::to_string(limits_.media) + " m-lines");
        if (parsed->formats.size() > limits_.formats) return too_much("too many formats in an m-line");
        parsed->line = number_;
        out_.media.push_back(std::move(*parsed));
        return {};
    }

    const Limits& limits_;
    std::uint32_t number_ = 0;
    SessionDescription out_;
};

void print(std::string& out, const Section& section) {
    for (const auto& line : section.lines()) out.append({line.type, '='}).append(line.value).append("\r\n");
}

}  // namespace

Result<SessionDescription> parse(std::string_view text, const Limits& limits) {
    if (text.size() > limits.octets) return too_much("longer than " + std::to_string(limits.octets) + " octets");
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    Reader reader(limits);
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (auto taken = reader.take(line); !taken) return taken.error();
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return reader.finish();
}

std::string to_string(const SessionDescription& description) {
    std::string out;
    print(out, description.session);
    for (const auto& media : description.media) {
        out += "m=" + media.m_line() + "\r\n";
        print(out, media.section);
    }
    return out;
}

}  // namespace wims::sdp
