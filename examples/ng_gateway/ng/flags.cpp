// SPDX-License-Identifier: Apache-2.0
#include "ng_gateway/ng/flags.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

namespace wims::ng {

namespace {

using ims_alg::Side;
using Words = std::set<std::string_view>;

Error refused(std::string_view what, std::string_view word) {
    return {ErrorKind::usage, "not served: " + std::string(what) + " \"" + std::string(word) + "\"", 0};
}

/// "trust address", "trust_address" and "trust-address" are one.
std::string hyphenated(std::string text) {
    for (char& c : text)
        if (c == ' ' || c == '_') c = '-';
    return text;
}

// Of the call, or read elsewhere.
const Words plain_keys{"command", "sdp", "call-id", "from-tag", "to-tag", "cookie"};

// About what is the asker's own, what always is so here (origin and session addresses are the gateway's own, a peer is
// heard from the address that was announced, mids are there where BUNDLE is), or what is never done here at all.
const Words idle_keys{"received-from", "supports", "label", "set-label",    "from-label",
                      "to-label",      "metadata", "TOS",   "delete-delay", "sip-message-type",
                      "sip-code",      "template", "OSRTP", "body-type",    "media-id"};
const Words idle_flags{"trust-address",
                       "SIP-source-address",
                       "sip-source-address",
                       "symmetric",
                       "asymmetric",
                       "strict-source",
                       "generate-mid",
                       "original-sendrecv",
                       "no-rtcp-attribute",
                       "full-rtcp-attribute",
                       "loop-protect",
                       "weight",
                       "port-latching",
                       "no-redis-update",
                       "pad-crypto",
                       "no-passthrough",
                       "reuse-codecs",
                       "force",
                       "symmetric-codecs",
                       "all",
                       "provisional",
                       "trickle-ICE",
                       "via-branch",
                       "ice-lite",
                       "early-media",
                       "new-branch",
                       "debug",
                       "no-port-latching",
                       "replace-zero-address",
                       "internal",
                       "external",
                       "inactive",
                       "allow-no-codec-media",
                       "allow-asymmetric-codecs",
                       "NAT-wait",
                       "to-tag",
                       "symmetric-codec"};
const Words replaced{"origin",       "session-connection",      "sess-version", "session-version", "username",
                     "session-name", "force-increment-sdp-ver", "zero-address", "SDP-version",     "sdp-version"};
const Words transports{"RTP/AVP", "RTP/AVPF", "RTP/SAVP", "RTP/SAVPF", "UDP/TLS/RTP/SAVP", "UDP/TLS/RTP/SAVPF"};
const Words ices{"force", "remove", "default", "optional"};
const Words dtlses{"off", "no", "disable", "passive"};
const Words muxes{"demux", "offer", "require", "accept", "reject"};

/// The texts of a list, or of the one text that some askers write instead.
std::vector<std::string> texts(const bencode::Value& value) {
    if (const auto* text = value.as<std::string>()) return {*text};
    std::vector<std::string> out;
    if (const auto* list = value.as<bencode::List>())
        for (const auto& item : *list)
            if (const auto* text = item.as<std::string>()) out.push_back(*text);
    return out;
}

class Reader {
public:
    Result<Flags> read(const bencode::Dictionary& body) {
        for (const auto& [key, value] : body.entries()) {
            const auto* codecs = key == "codec" ? value.as<bencode::Dictionary>() : nullptr;
            if (auto ok = codecs != nullptr ? take_codecs(*codecs) : take(key, texts(value)); !ok) return ok.error();
        }
        return std::move(flags_);
    }

private:
    Result<void> take(const std::string& key, const std::vector<std::string>& words) {
        const std::string name = hyphenated(key);
        if (plain_keys.contains(name)) return {};
        if (name == "flags") return take_flags(words);
        if (name == "supports") flags_.load_limit = std::ranges::count(words, "load limit") > 0;
        if (idle_keys.contains(name)) return {};
        if (name == "replace") return among(replaced, "replace", words);
        if (name == "SDES") return {};  // there is none on either side
        if (name == "rtcp-mux") return set(flags_.rtcp_mux, muxes, name, words);
        if (name == "direction") return set(flags_.direction, words);
        if (name == "via-branch") return set(flags_.via_branch, words);
        if (name == "address-family") return set(flags_.address_family, words);
        if (name == "transport-protocol") return set(flags_.transport, transports, name, words);
        if (name == "ICE") return set(flags_.ice, ices, name, words);
        if (name == "DTLS") return set(flags_.dtls, dtlses, name, words);
        return refused("key", key);
    }

    Result<void> take_codecs(const bencode::Dictionary& codecs) {
        for (const auto& [key, value] : codecs.entries()) {
            if (key != "transcode") return refused("codec", key);
            if (auto ok = set(flags_.transcode, texts(value)); !ok) return ok;
        }
        return {};
    }

    Result<void> take_flags(const std::vector<std::string>& words) {
        for (const auto& word : words)
            if (auto ok = take_flag(hyphenated(word)); !ok) return ok;
        return {};
    }

    /// Also what askers write among the flags although it is a key's.
    Result<void> take_flag(const std::string& flag) {
        if (flag == "fatal") flags_.fatal = true;
        if (flag == "fatal" || idle_flags.contains(flag)) return {};
        if (transports.contains(flag)) return take("transport-protocol", {flag});
        if (const auto equals = flag.find('='); equals != std::string::npos)
            return take(flag.substr(0, equals), {flag.substr(equals + 1)});
        for (const std::string key : {"replace", "SDES", "rtcp-mux"})
            if (flag.starts_with(key + "-")) return take(key, {flag.substr(key.size() + 1)});
        for (const std::string_view before : {"codec-transcode-", "transcode-"})
            if (flag.starts_with(before)) return set(flags_.transcode, {flag.substr(before.size())});
        return refused("flag", flag);
    }

    static Result<void> among(const Words& known, std::string_view key, const std::vector<std::string>& words) {
        for (const auto& word : words)
            if (!known.contains(hyphenated(word))) return refused(key, word);
        return {};
    }
    static Result<void> set(std::string& target, const std::vector<std::string>& words) {
        if (!words.empty()) target = words.front();
        return {};
    }
    static Result<void> set(std::vector<std::string>& target, const std::vector<std::string>& words) {
        target.insert(target.end(), words.begin(), words.end());
        return {};
    }
    template <class T>
    static Result<void> set(T& target, const Words& known, std::string_view key,
                            const std::vector<std::string>& words) {
        auto ok = among(known, key, words);
        return ok ? set(target, words) : ok;
    }

    Flags flags_;
};

}  // namespace

Result<Flags> Flags::read(const bencode::Dictionary& body) { return Reader().read(body); }

std::optional<Side> Flags::towards() const noexcept {
    if (transport.empty()) return std::nullopt;
    const bool plain = transport == "RTP/AVP" || transport == "RTP/AVPF";
    return plain || transport == "RTP/SAVP" ? Side::core : Side::access;
}

Result<void> Flags::fit(Side to) const {
    const bool access = to == Side::access;
    const char* side = access ? "towards a WebRTC client" : "towards an RTP peer";
    const auto unfit = [&](std::string_view key, std::string_view word) -> Result<void> {
        auto error = refused(key, word);
        error.text += std::string(" ") + side;
        return error;
    };
    if (!access && (transport == "RTP/AVPF" || transport == "RTP/SAVP")) return unfit("transport-protocol", transport);
    if (ice == (access ? "remove" : "force")) return unfit("ICE", ice);
    if (access && !dtls.empty() && dtls != "passive") return unfit("DTLS", dtls);
    for (const auto& word : rtcp_mux)
        if (access ? word == "reject" : word == "require") return unfit("rtcp-mux", word);
    return {};
}

}  // namespace wims::ng
