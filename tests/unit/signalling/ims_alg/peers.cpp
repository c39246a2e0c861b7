// SPDX-License-Identifier: Apache-2.0
#include "peers.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "common/sdp/tokens.hpp"

namespace wims::test {
namespace {

constexpr std::string_view fingerprint =
    "a=fingerprint:sha-256 D2:FA:0E:C3:22:59:5E:14:95:69:92:3D:13:B4:84:24:2C:C2:A2:C0:3E:FD:34:8E:5E:EA:6F:AF:52:"
    "CE:E6:0F\r\n";

bool wanted(const std::vector<std::string>& formats, const std::string& format) {
    return formats.empty() || std::find(formats.begin(), formats.end(), format) != formats.end();
}

std::string m_line(const sdp::MediaDescription& offered, int port, const std::vector<std::string>& formats) {
    auto line = "m=" + offered.media + " " + std::to_string(port) + " " + offered.proto;
    for (const auto& format : port == 0 || formats.empty() ? offered.formats : formats) line += " " + format;
    return line + "\r\n";
}

std::string codec_lines(const sdp::MediaDescription& offered, const std::vector<std::string>& formats) {
    std::string out;
    for (const auto* name : {"rtpmap", "fmtp"})
        for (const auto value : offered.section.attributes(name))
            if (wanted(formats, std::string(sdp::split_first(value).first)))
                out += "a=" + std::string(name) + ":" + std::string(value) + "\r\n";
    return out;
}

}  // namespace

sdp::SessionDescription parsed(std::string_view text) {
    auto result = sdp::parse(text);
    REQUIRE_MESSAGE(result.ok(), (result.ok() ? "" : result.error().text), "\n", text);
    return *result;
}

std::vector<std::string> lines_with(std::string_view text, std::string_view prefix) {
    std::vector<std::string> out;
    for (auto line : sdp::split_on(text, '\n')) {
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.starts_with(prefix)) out.emplace_back(line);
    }
    return out;
}

std::string without_origin(std::string_view text) {
    std::string out(text);
    const auto at = out.find("o=");
    return out.erase(at, out.find('\n', at) + 1 - at);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

std::string Browser::answer(std::string_view offer) const {
    const auto offered = parsed(offer);
    std::string out = "v=0\r\no=- 42 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
    if (const auto group = offered.session.attribute("group")) out += "a=group:" + std::string(*group) + "\r\n";
    for (const auto& media : offered.media) {
        out += m_line(media, media.port == 0 ? 0 : 9, formats) + "c=IN IP4 0.0.0.0\r\n";
        if (const auto mid = media.section.attribute("mid")) out += "a=mid:" + std::string(*mid) + "\r\n";
        if (media.port == 0) continue;
        out += "a=ice-ufrag:" + ufrag + "\r\na=ice-pwd:wicpasswordwicpasswordwi\r\n" + std::string(fingerprint) +
               "a=setup:" + setup + "\r\na=" + direction + "\r\na=rtcp-mux\r\na=msid:- x\r\n" +
               codec_lines(media, formats) + "a=ssrc:1 cname:c\r\n";
    }
    return out;
}

std::string Phone::answer(std::string_view offer) const {
    std::string out = "v=0\r\no=phone 1 1 IN IP4 10.20.0.9\r\ns=-\r\nc=IN IP4 " + address + "\r\nt=0 0\r\n";
    for (const auto& media : parsed(offer).media) {
        out += m_line(media, media.port == 0 ? 0 : port, formats);
        if (media.port != 0) out += codec_lines(media, formats) + "a=" + direction + "\r\n";
    }
    return out;
}

}  // namespace wims::test
