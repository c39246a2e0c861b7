// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/phone/phone_sdp.hpp"

#include <algorithm>
#include <map>
#include <sstream>

namespace wims::mini_ims {

namespace {
struct Stream {
    std::string line;
    std::string kind, transport;
    unsigned port = 0;
    std::vector<int> formats;
    std::map<int, std::string> encodings;         // in lower case
    std::map<int, std::string> maps, parameters;  // as written
    std::string ip, direction;
    unsigned rtcp_port = 0;
    std::string rtcp_ip;
};

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// "IN IP4 192.0.2.1" or "IN IP6 …" → the address
std::string connection_ip(std::istringstream& rest) {
    std::string in, family, ip;
    rest >> in >> family >> ip;
    return ip.substr(0, ip.find('/'));
}

void read_attribute(const std::string& value, std::string& session_direction, Stream* stream) {
    auto& direction = stream == nullptr ? session_direction : stream->direction;
    if (value == "sendrecv" || value == "sendonly" || value == "recvonly" || value == "inactive") direction = value;
    if (stream == nullptr) return;
    if (value.starts_with("rtpmap:")) {
        std::istringstream rest(value.substr(7));
        int type = -1;
        std::string encoding;
        rest >> type >> encoding;
        stream->encodings[type] = lower(encoding);
        stream->maps[type] = encoding;
    } else if (value.starts_with("fmtp:")) {
        std::istringstream rest(value.substr(5));
        int type = -1;
        rest >> type >> std::ws;
        std::getline(rest, stream->parameters[type]);
    } else if (value.starts_with("rtcp:")) {
        std::istringstream rest(value.substr(5));
        rest >> stream->rtcp_port;
        stream->rtcp_ip = connection_ip(rest);
    }
}

Stream read_media(const std::string& value) {
    Stream stream;
    stream.line = value;
    std::istringstream rest(value);
    rest >> stream.kind >> stream.port >> stream.transport;
    for (int format = 0; rest >> format;) stream.formats.push_back(format);
    return stream;
}

std::optional<G711> law_of(const Stream& stream, int format) {
    const auto it = stream.encodings.find(format);
    if (format == 0 && (it == stream.encodings.end() || it->second.starts_with("pcmu/8000"))) return G711::pcmu;
    if (format == 8 && (it == stream.encodings.end() || it->second.starts_with("pcma/8000"))) return G711::pcma;
    return std::nullopt;
}

TransportAddress rtcp_of(const Stream& stream) {
    return {stream.rtcp_ip.empty() ? stream.ip : stream.rtcp_ip,
            static_cast<std::uint16_t>(stream.rtcp_port != 0 ? stream.rtcp_port : stream.port + 1)};
}

std::optional<PhoneVideo> video_of(const std::vector<Stream>& streams) {
    for (std::size_t i = 0; i < streams.size(); ++i) {
        const auto& stream = streams[i];
        if (stream.kind != "video" || !stream.transport.starts_with("RTP/AVP") || stream.port == 0 ||
            stream.port > 65534 || stream.ip.empty())
            continue;
        for (const int format : stream.formats) {
            const auto it = stream.encodings.find(format);
            if (it == stream.encodings.end() || (it->second != "h264/90000" && it->second != "vp8/90000")) continue;
            PhoneVideo video{{stream.ip, static_cast<std::uint16_t>(stream.port)},
                             rtcp_of(stream),
                             static_cast<std::uint8_t>(format),
                             stream.maps.at(format),
                             {},
                             i};
            if (const auto p = stream.parameters.find(format); p != stream.parameters.end())
                video.parameters = p->second;
            return video;
        }
    }
    return std::nullopt;
}

std::optional<PhoneSdp> usable(const Stream& stream, const std::string& session_direction) {
    if (stream.kind != "audio" || stream.transport != "RTP/AVP" || stream.port == 0 || stream.port > 65535 ||
        stream.ip.empty())
        return std::nullopt;
    std::optional<G711> law;
    PhoneSdp sdp;
    for (const int format : stream.formats) {
        if (!law) law = law_of(stream, format);
        const auto it = stream.encodings.find(format);
        if (!sdp.event_type && it != stream.encodings.end() && it->second.starts_with("telephone-event/8000") &&
            format >= 0 && format < 128)
            sdp.event_type = static_cast<std::uint8_t>(format);
    }
    if (!law) return std::nullopt;
    sdp.law = *law;
    sdp.rtp = {stream.ip, static_cast<std::uint16_t>(stream.port)};
    sdp.rtcp = rtcp_of(stream);
    const auto& direction = stream.direction.empty() ? session_direction : stream.direction;
    sdp.peer_sends = direction != "recvonly" && direction != "inactive";
    sdp.peer_receives = direction != "sendonly" && direction != "inactive";
    return sdp;
}
}  // namespace

Result<PhoneSdp> PhoneSdp::parse(const std::string& text) {
    std::vector<Stream> streams;
    std::string session_ip, session_direction;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (line.size() < 3 || line[1] != '=') continue;
        const auto value = line.substr(2);
        Stream* stream = streams.empty() ? nullptr : &streams.back();
        if (line[0] == 'm') {
            streams.push_back(read_media(value));
            streams.back().ip = session_ip;
        } else if (line[0] == 'c') {
            std::istringstream rest(value);
            (stream == nullptr ? session_ip : stream->ip) = connection_ip(rest);
        } else if (line[0] == 'a') {
            read_attribute(value, session_direction, stream);
        }
    }
    for (std::size_t i = 0; i < streams.size(); ++i) {
        auto sdp = usable(streams[i], session_direction);
        if (!sdp) continue;
        sdp->audio_index = i;
        sdp->video = video_of(streams);
        for (auto& stream : streams) sdp->media.push_back(std::move(stream.line));
        return *std::move(sdp);
    }
    return Error{ErrorKind::protocol, "no audio in RTP/AVP with PCMU or PCMA", 488};
}

std::string PhoneDescription::head() {
    const std::string family = ip_.find(':') == std::string::npos ? "IP4 " : "IP6 ";
    return "v=0\r\no=phone " + std::to_string(session_) + " " + std::to_string(++version_) + " IN " + family + ip_ +
           "\r\ns=-\r\nc=IN " + family + ip_ + "\r\nt=0 0\r\n";
}

std::string PhoneDescription::audio(const std::string& formats, const std::string& maps,
                                    std::string_view direction) const {
    return "m=audio " + std::to_string(port_) + " RTP/AVP" + formats + "\r\n" + maps +
           "a=rtcp:" + std::to_string(port_ + 1) + "\r\na=ptime:20\r\na=" + std::string(direction) + "\r\n";
}

std::string PhoneDescription::offer(bool hold) {
    return head() + audio(" 0 8 101",
                          "a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
                          "a=fmtp:101 0-15\r\n",
                          hold ? "sendonly" : "sendrecv");
}

std::string PhoneDescription::video(const PhoneVideo& offered, const std::string& line, std::uint16_t port) {
    std::istringstream words(line);
    std::string kind, their_port, transport;
    words >> kind >> their_port >> transport;
    const auto type = std::to_string(offered.type);
    std::string text = "m=video " + std::to_string(port) + " " + transport + " " + type + "\r\na=rtpmap:" + type + " " +
                       offered.encoding + "\r\n";
    if (!offered.parameters.empty()) text += "a=fmtp:" + type + " " + offered.parameters + "\r\n";
    if (transport == "RTP/AVPF") text += "a=rtcp-fb:" + type + " nack pli\r\na=rtcp-fb:" + type + " ccm fir\r\n";
    return text + "a=rtcp:" + std::to_string(port + 1) + "\r\na=sendrecv\r\n";
}

std::string PhoneDescription::answer(const PhoneSdp& offer, std::uint16_t video_port) {
    const auto type = std::to_string(static_cast<int>(offer.law));
    std::string formats = " " + type;
    std::string maps = "a=rtpmap:" + type + (offer.law == G711::pcmu ? " PCMU/8000\r\n" : " PCMA/8000\r\n");
    if (offer.event_type) {
        const auto event = std::to_string(*offer.event_type);
        formats += " " + event;
        maps += "a=rtpmap:" + event + " telephone-event/8000\r\na=fmtp:" + event + " 0-15\r\n";
    }
    const std::string_view direction = offer.peer_receives ? (offer.peer_sends ? "sendrecv" : "sendonly")
                                                           : (offer.peer_sends ? "recvonly" : "inactive");
    std::string text = head();
    for (std::size_t i = 0; i < offer.media.size(); ++i) {
        if (i == offer.audio_index) {
            text += audio(formats, maps, direction);
            continue;
        }
        if (offer.video && offer.video->index == i && video_port != 0) {
            text += video(*offer.video, offer.media[i], video_port);
            continue;
        }
        std::istringstream line(offer.media[i]);
        std::string kind, port, rest;
        line >> kind >> port;
        std::getline(line, rest);
        text += "m=" + kind + " 0" + rest + "\r\n";  // refused, in its place [RFC 3264 6]
    }
    return text;
}

}  // namespace wims::mini_ims
