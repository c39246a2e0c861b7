// SPDX-License-Identifier: Apache-2.0
#include "offer_generator.hpp"

#include <algorithm>

namespace wims::test {
namespace {

struct AudioCodec {
    const char* rtpmap;
    int static_type;
    bool served;
};

constexpr AudioCodec audio_table[] = {
    {"opus/48000/2", -1, true},
    {"G722/8000", 9, true},
    {"PCMU/8000", 0, true},
    {"PCMA/8000", 8, true},
    {"red/48000/2", -1, false},
    {"CN/8000", 13, false},
    {"CN/32000", -1, false},
    {"ISAC/16000", -1, false},
    {"iLBC/8000", -1, false},
    {"AMR-WB/16000/1", -1, false},
    {"telephone-event/48000", -1, false},
    {"telephone-event/8000", -1, false},
    {"telephone-event/16000", -1, false},
    {"multiopus/48000/6", -1, false},
};

const char* const extension_uris[] = {"urn:ietf:params:rtp-hdrext:ssrc-audio-level",
                                      "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
                                      "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
                                      "urn:ietf:params:rtp-hdrext:sdes:mid",
                                      "urn:3gpp:video-orientation",
                                      "urn:ietf:params:rtp-hdrext:toffset"};

const char* const directions[] = {"sendrecv", "sendrecv", "sendrecv", "sendonly", "recvonly", "inactive"};
const char* const setups[] = {"actpass", "actpass", "actpass", "active", "passive"};

}  // namespace

std::string OfferGenerator::word(std::size_t length) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    while (out.size() < length) out += letters[pick(static_cast<std::uint32_t>(letters.size()))];
    return out;
}

std::string OfferGenerator::address() {
    const auto last = std::to_string(1 + pick(250));
    auto out = chance(20) ? "2001:db8:77::" + last : "203.0." + std::to_string(1 + pick(250)) + "." + last;
    offer_.secrets.push_back(out);
    return out;
}

std::string OfferGenerator::fingerprint() {
    constexpr std::string_view hex = "0123456789ABCDEF";
    const bool long_hash = chance(10);
    std::string out = long_hash ? "sha-512" : chance(20) ? "SHA-256" : "sha-256";
    for (int i = 0; i < (long_hash ? 64 : 32); ++i) {
        out += i == 0 ? ' ' : ':';
        out += hex[pick(16)];
        out += hex[pick(16)];
    }
    return out;
}

std::string OfferGenerator::candidates() {
    std::string out;
    for (auto n = pick(6); n > 0; --n) {
        const bool tcp = chance(25);
        auto where = address();
        if (chance(30)) {
            where = word(4) + "-0b6e-4e0a.local";
            std::replace(where.begin(), where.end(), '/', 'x');
            offer_.secrets.push_back(where);
        }
        out += "a=candidate:" + std::to_string(pick(4000000000U)) + " 1 " +
               (tcp          ? "tcp "
                : chance(50) ? "udp "
                             : "UDP ") +
               std::to_string(pick(2130706431)) + " " + where + " " + std::to_string(tcp ? 9 : 1024 + pick(60000)) +
               (chance(70) ? " typ host" : " typ srflx raddr 0.0.0.0 rport 0") + (tcp ? " tcptype active" : "") +
               " generation 0 ufrag " + ufrag_ + " network-id 1\r\n";
    }
    if (chance(10)) out += "a=candidate:of an unknown shape\r\n";
    return out;
}

std::string OfferGenerator::transport() {
    auto out = "a=ice-ufrag:" + ufrag_ + "\r\na=ice-pwd:" + pwd_ + "\r\n";
    if (chance(80)) out += "a=ice-options:trickle\r\n";
    out += candidates();
    if (!session_level_dtls_) out += "a=fingerprint:" + fingerprint_ + "\r\na=setup:" + setups[pick(5)] + "\r\n";
    if (chance(15)) out += "a=tls-id:" + std::string(24, 'w') + "\r\n";
    return out;
}

std::string OfferGenerator::audio_codecs() {
    std::vector<const AudioCodec*> chosen;
    for (const auto& codec : audio_table)
        if (chance(60)) chosen.push_back(&codec);
    if (std::none_of(chosen.begin(), chosen.end(), [](auto* c) { return c->served; }))
        chosen.push_back(&audio_table[pick(4)]);
    std::shuffle(chosen.begin(), chosen.end(), random_);

    std::vector<int> free;
    for (int i = 96; i < 128; ++i) free.push_back(i);
    std::shuffle(free.begin(), free.end(), random_);
    std::string formats, lines;
    for (const auto* codec : chosen) {
        const auto type = std::to_string(codec->static_type >= 0 ? codec->static_type : free.back());
        if (codec->static_type < 0) free.pop_back();
        formats += " " + type;
        if (codec->static_type < 0 || chance(80)) lines += "a=rtpmap:" + type + " " + codec->rtpmap + "\r\n";
        if (codec == &audio_table[0])
            lines += "a=fmtp:" + type + " minptime=10;useinbandfec=1;x-secret=" + ufrag_ + "\r\n";
        if (chance(30)) lines += "a=rtcp-fb:" + type + " transport-cc\r\n";
    }
    return formats + "\n" + lines;
}

std::string OfferGenerator::section(const Section& s, bool leads) {
    const auto port = s.bundle_only ? "0" : chance(40) ? "9" : std::to_string(1024 + pick(60000));
    const auto where = address();
    const auto c =
        chance(40) ? "c=IN IP4 0.0.0.0" : (where.find(':') == std::string::npos ? "c=IN IP4 " : "c=IN IP6 ") + where;
    std::string out;
    if (s.media == "application") {
        out = "m=application " + port + " UDP/DTLS/SCTP webrtc-datachannel\r\n";
    } else {
        const auto codecs = s.media == "audio" ? audio_codecs()
                                               : std::string(
                                                     " 96 97 102\na=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 goog-remb\r\n"
                                                     "a=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n"
                                                     "a=rtpmap:102 H264/90000\r\na=rtcp-fb:102 nack pli\r\n");
        const auto split = codecs.find('\n');
        const auto* proto = legacy_ ? "RTP/SAVPF" : chance(10) ? "UDP/TLS/RTP/SAVP" : "UDP/TLS/RTP/SAVPF";
        out = "m=" + s.media + " " + port + " " + proto + codecs.substr(0, split) + "\r\n" + codecs.substr(split + 1);
        out += "a=rtcp-mux\r\na=" + std::string(directions[pick(6)]) + "\r\na=msid:- " + word(8) +
               "\r\na=ssrc:" + std::to_string(pick(4000000000U)) + " cname:" + word(8) + "\r\n";
        if (chance(50)) out += "a=rtcp-rsize\r\n";
        for (const auto* uri : extension_uris)
            if (chance(50)) out += "a=extmap:" + std::to_string(1 + pick(14)) + " " + uri + "\r\n";
        if (s.media == "video" && chance(40)) out += "a=rid:hi send\r\na=rid:lo send\r\na=simulcast:send hi;lo\r\n";
        if (chance(15)) out += "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + word(40) + "\r\n";
        if (chance(20)) out += "a=ptime:" + std::to_string(10 * (1 + pick(6))) + "\r\n";
        if (chance(15)) out += "a=x-vendor:" + where + "\r\n";
    }
    out.insert(out.find("\r\n") + 2, c + "\r\n");
    if (!s.mid.empty()) out += "a=mid:" + s.mid + "\r\n";
    if (s.bundle_only) out += "a=bundle-only\r\n";
    if (leads || !s.bundle_only || chance(30)) out += transport();
    if (s.media == "application") out += "a=sctp-port:5000\r\na=max-message-size:262144\r\na=dcmap:0 label=\"c\"\r\n";
    return out;
}

OfferGenerator::Offer OfferGenerator::next() {
    offer_ = {};
    legacy_ = chance(10);
    session_level_dtls_ = chance(20);
    ufrag_ = word(4 + pick(12)) + "uf";
    pwd_ = word(22 + pick(10));
    fingerprint_ = fingerprint();
    offer_.secrets.insert(offer_.secrets.end(), {ufrag_, pwd_, fingerprint_.substr(fingerprint_.find(' ') + 1)});

    std::vector<Section> sections;
    for (auto n = 1 + pick(2); n > 0; --n) sections.push_back({"audio", "", false});
    for (auto n = pick(3); n > 0; --n) sections.push_back({"video", "", false});
    if (chance(40)) sections.push_back({"application", "", false});
    if (chance(30)) std::shuffle(sections.begin(), sections.end(), random_);
    const bool mids = !legacy_, bundle = mids && chance(80), max_bundle = bundle && chance(30);
    std::string group;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        if (mids) sections[i].mid = chance(70) ? std::to_string(i) : "m" + std::to_string(i);
        sections[i].bundle_only = max_bundle && i > 0;
        group += " " + sections[i].mid;
    }

    const auto version = std::to_string(1 + pick(9));
    std::string out = "v=0\r\no=" + std::string(chance(20) ? "mozilla...THIS_IS_SDPARTA-99.0 " : "- ") +
                      std::to_string(1000000000 + pick(3000000000U)) + " " + version +
                      " IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
    if (session_level_dtls_) out += "a=fingerprint:" + fingerprint_ + "\r\na=setup:actpass\r\n";
    if (bundle) out += "a=group:BUNDLE" + group + "\r\n";
    if (chance(50)) out += "a=extmap-allow-mixed\r\na=msid-semantic: WMS " + word(6) + "\r\n";
    for (std::size_t i = 0; i < sections.size(); ++i) out += section(sections[i], i == 0);
    offer_.sdp = out;
    return std::move(offer_);
}

}  // namespace wims::test
