// SPDX-License-Identifier: Apache-2.0
#include "signalling/iwf/link/frame_codec.hpp"

#include <doctest/doctest.h>

#include "signalling/iwf/link/peer_name.hpp"

using namespace wims;
using namespace wims::iwf;

namespace {
const FlowId flow{1, 2, 3};
}

TEST_CASE("IWF frames: a stream cut anywhere gives the same messages") {
    const std::string stream = encode(Hello{1, {5, 6}, "p-cscf-1"}) + encode(Frame(Sip{flow, "REGISTER"})) +
                               encode(Heartbeat()) + encode(Frame(Credit{flow, 77}));
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        LinkReader reader;
        std::vector<LinkMessage> got;
        for (const std::string& part : {stream.substr(0, cut), stream.substr(cut)}) {
            reader.feed(part);
            for (;;) {
                LinkMessage message;
                const auto came = reader.next(message);
                REQUIRE(came);
                if (!*came) break;
                got.push_back(message);
            }
        }
        REQUIRE(got.size() == 4);
        CHECK(std::get<Hello>(got[0]).node == Node{5, 6});
        CHECK(std::get<Hello>(got[0]).instance == "p-cscf-1");
        CHECK(std::get<Sip>(std::get<Frame>(got[1])).message == "REGISTER");
        CHECK(std::holds_alternative<Heartbeat>(got[2]));
        CHECK(std::get<Credit>(std::get<Frame>(got[3])).bytes == 77);
    }
}

TEST_CASE("IWF frames: what is too long, too short, has something left over or is of no kind is refused") {
    const auto whole = encode(Frame(Down{flow, "x"}));
    auto longer = whole + "y";
    longer[3] = static_cast<char>(longer[3] + 1);
    auto shorter = whole.substr(0, whole.size() - 1);
    shorter[3] = static_cast<char>(shorter[3] - 1);
    auto string_beyond = whole;
    string_beyond[whole.size() - 5] = '\xff';
    const std::string bad[] = {
        std::string("\x00\x00\x00\x00", 4),  // no kind
        std::string("\x00\x10\x00\x01", 4),  // one more than the limit
        std::string("\xff\xff\xff\xff", 4),
        std::string("\x00\x00\x00\x01\x00", 5),  // kinds that are none
        std::string("\x00\x00\x00\x01\x63", 5),
        std::string("\x00\x00\x00\x01\x03", 5),      // Up with nothing in it
        std::string("\x00\x00\x00\x02\x02\x00", 6),  // a heartbeat with something in it
        longer,
        shorter,
        string_beyond,
        "GET / HTTP/1.1\r\n\r\n",
    };
    for (const auto& octets : bad) {
        LinkReader reader;
        reader.feed(octets);
        LinkMessage message;
        const auto came = reader.next(message);
        REQUIRE_FALSE(came);
        CHECK(came.error().kind == ErrorKind::protocol);
    }
}

TEST_CASE("IWF link: a certificate is an IWF's by one of its names, a star stands for one label") {
    const std::vector<std::string> permitted{"iwf-1.example", "*.iwf.example"};
    for (const std::string& name :
         {std::string("iwf-1.example"), std::string("IWF-1.Example"), std::string("b.iwf.example")})
        CHECK(permitted_name({"", "other", name}, permitted) == name);
    for (const std::string& name : {std::string("iwf-2.example"), std::string(".iwf.example"),
                                    std::string("iwf.example"), std::string("a.b.iwf.example"), std::string("")})
        CHECK_FALSE(permitted_name({name}, permitted).has_value());
}
