// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "ng_gateway/ng/flags.hpp"
#include "ng_gateway/ng/interfaces.hpp"

using namespace wims;
using namespace wims::ng;
using bencode::Dictionary;
using bencode::List;
using ims_alg::Side;

namespace {

List texts(std::initializer_list<const char*> words) {
    List list;
    for (const char* word : words) list.emplace_back(word);
    return list;
}

std::string refusal_of(const Dictionary& body) {
    const auto flags = Flags::read(body);
    return flags ? "" : flags.error().text;
}

std::string misfit(const Dictionary& body, Side towards) {
    const auto flags = Flags::read(body);
    REQUIRE(flags);
    const auto fits = flags->fit(towards);
    return fits ? "" : fits.error().text;
}

}  // namespace

TEST_CASE("ng flags: what Kamailio's module makes of an ordinary script") {
    const Dictionary body{{"sdp", "v=0"},
                          {"ICE", "remove"},
                          {"flags", texts({"trust-address", "generate-mid", "SDES-off"})},
                          {"replace", texts({"origin", "session-connection"})},
                          {"rtcp-mux", texts({"demux"})},
                          {"DTLS", "off"},
                          {"transport-protocol", "RTP/AVP"},
                          {"supports", texts({"load limit"})},
                          {"call-id", "c"},
                          {"via-branch", "b"},
                          {"received-from", texts({"IP4", "127.0.0.1"})},
                          {"from-tag", "f"},
                          {"command", "offer"}};
    const auto flags = Flags::read(body);
    REQUIRE(flags);
    CHECK(flags->towards() == Side::core);
    CHECK(flags->via_branch == "b");
    CHECK(flags->load_limit);
    CHECK(flags->fit(Side::core));
}

TEST_CASE("ng flags: a word means the same among the flags and as a key, whatever joins it") {
    for (const char* word : {"trust address", "trust_address", "trust-address", "replace-origin", "rtcp-mux-demux",
                             "SDES-off", "ICE=remove", "RTP/AVP"}) {
        CAPTURE(word);
        CHECK(refusal_of({{"flags", texts({word})}}) == "");
    }
    CHECK(Flags::read({{"flags", texts({"ICE=remove", "RTP/AVP"})}})->ice == "remove");
    CHECK(Flags::read({{"flags", texts({"UDP/TLS/RTP/SAVPF"})}})->towards() == Side::access);
    CHECK_FALSE(Flags::read({})->towards());
}

TEST_CASE("ng flags: codecs to offer besides, in each of the three forms") {
    const std::vector<std::string> both{"PCMA", "AMR-WB"};
    CHECK(Flags::read({{"codec", Dictionary{{"transcode", texts({"PCMA", "AMR-WB"})}}}})->transcode == both);
    CHECK(Flags::read({{"flags", texts({"codec-transcode-PCMA", "transcode-AMR-WB"})}})->transcode == both);
}

TEST_CASE("ng flags: what this gateway cannot do is refused by name") {
    const auto names = [](const Dictionary& body, const char* word) {
        return refusal_of(body).find(word) != std::string::npos;
    };
    CHECK(names({{"flags", texts({"trust-address", "codec-mask-PCMU"})}}, "codec-mask-PCMU"));
    CHECK(names({{"codec", Dictionary{{"strip", texts({"PCMU"})}}}}, "strip"));
    CHECK(names({{"media-address", "192.0.2.1"}}, "media-address"));
    CHECK(names({{"record-call", "on"}}, "record-call"));
    CHECK(names({{"transport-protocol", "RTP/SAVPX"}}, "RTP/SAVPX"));
    CHECK(names({{"ICE", "force-relay"}}, "force-relay"));
    CHECK(names({{"DTLS", "active"}}, "active"));
    CHECK(names({{"rtcp-mux", texts({"maybe"})}}, "maybe"));
    CHECK(names({{"flags", texts({"frobnicate"})}}, "frobnicate"));
}

TEST_CASE("ng flags: what a side never gets is refused by name") {
    CHECK(misfit({{"ICE", "force"}}, Side::access) == "");
    CHECK(misfit({{"ICE", "force"}}, Side::core).find("ICE \"force\" towards an RTP peer") != std::string::npos);
    CHECK(misfit({{"ICE", "remove"}}, Side::access).find("ICE") != std::string::npos);
    CHECK(misfit({{"ICE", "default"}}, Side::core) == "");
    CHECK(misfit({{"DTLS", "off"}}, Side::core) == "");
    CHECK(misfit({{"DTLS", "off"}}, Side::access).find("DTLS") != std::string::npos);
    CHECK(misfit({{"DTLS", "passive"}}, Side::access) == "");
    CHECK(misfit({{"rtcp-mux", texts({"offer", "accept"})}}, Side::core) == "");
    CHECK(misfit({{"rtcp-mux", texts({"require"})}}, Side::core).find("rtcp-mux") != std::string::npos);
    CHECK(misfit({{"rtcp-mux", texts({"require"})}}, Side::access) == "");
    CHECK(misfit({{"transport-protocol", "RTP/SAVP"}}, Side::core).find("RTP/SAVP") != std::string::npos);
}

TEST_CASE("ng flags: direction and address family are those between the two sides") {
    const Interfaces interfaces{"pub", "priv", false, false};
    const auto fits = [&](const Dictionary& body, Side from) { return interfaces.fit(*Flags::read(body), from).ok(); };
    CHECK(fits({}, Side::access));
    CHECK(fits({{"direction", texts({"pub", "priv"})}}, Side::access));
    CHECK_FALSE(fits({{"direction", texts({"priv", "pub"})}}, Side::access));
    CHECK(fits({{"direction", texts({"priv", "pub"})}}, Side::core));
    CHECK(fits({{"address-family", "IP4"}}, Side::core));
    CHECK_FALSE(fits({{"address-family", "IP6"}}, Side::core));
}
