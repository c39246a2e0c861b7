// SPDX-License-Identifier: Apache-2.0
#include <thread>

#include "conformance/iwf/rig.hpp"

using namespace wims;
using namespace wims::test;

namespace {

const iwf::FlowId flow{7, 70, 9'000'000'000};

std::string octets(std::size_t n) {
    std::string text;
    for (std::size_t i = 0; i < n; ++i) text += static_cast<char>(i * 31);
    return text;
}

}  // namespace

TEST_CASE_TEMPLATE("IWF link EPC-18: what an IWF says arrives unchanged and in order", Rig, IWF_RIGS) {
    Rig rig;
    auto* link = rig.iwf.wait_attached("p-cscf-1");
    REQUIRE(link != nullptr);
    REQUIRE(rig.p_cscf.wait_attached(7) != nullptr);
    const auto trail = TrailId::create();
    link->send(iwf::Up{flow, trail, "https://wwsf.example", {"2001:db8::1", 65535}, "TLSv1.3", "AES", 2});
    link->send(iwf::Sip{flow, octets(70000)});
    link->send(iwf::Sip{flow, ""});
    link->send(iwf::Down{flow, "gone"});

    const auto frames = rig.p_cscf.got.wait_frames(4);
    REQUIRE(frames.size() == 4);
    const auto up = std::get<iwf::Up>(frames[0]);
    CHECK(up.flow == flow);
    CHECK(up.trail == trail);
    CHECK(up.origin == "https://wwsf.example");
    CHECK(up.remote == TransportAddress{"2001:db8::1", 65535});
    CHECK(up.tls_version == "TLSv1.3");
    CHECK(up.tls_cipher == "AES");
    CHECK(up.moves == 2);
    CHECK(std::get<iwf::Sip>(frames[1]).message == octets(70000));
    CHECK(std::get<iwf::Sip>(frames[2]).message.empty());
    CHECK(std::get<iwf::Down>(frames[3]).reason == "gone");
}

TEST_CASE_TEMPLATE("IWF link: what a P-CSCF says arrives unchanged and in order", Rig, IWF_RIGS) {
    Rig rig;
    REQUIRE(rig.iwf.wait_attached("p-cscf-1") != nullptr);
    auto* link = rig.p_cscf.wait_attached(7);
    REQUIRE(link != nullptr);
    const auto trail = TrailId::create();
    link->send(iwf::Sip{flow, octets(300)});
    link->send(iwf::Moved{flow, "p-cscf-2", octets(500)});
    link->send(iwf::Credit{flow, 4'000'000'000});
    link->send(iwf::Carries{flow, trail});
    link->send(iwf::Drain{"p-cscf-1"});
    link->send(iwf::Close{flow, 1008, "because"});

    const auto frames = rig.iwf.got.wait_frames(6);
    REQUIRE(frames.size() == 6);
    CHECK(std::get<iwf::Sip>(frames[0]).message == octets(300));
    CHECK(std::get<iwf::Moved>(frames[1]).instance == "p-cscf-2");
    CHECK(std::get<iwf::Moved>(frames[1]).message == octets(500));
    CHECK(std::get<iwf::Credit>(frames[2]).bytes == 4'000'000'000);
    CHECK(std::get<iwf::Carries>(frames[3]).trail == trail);
    CHECK(std::get<iwf::Drain>(frames[4]).instance == "p-cscf-1");
    CHECK(std::get<iwf::Close>(frames[5]).code == 1008);
    CHECK(std::get<iwf::Close>(frames[5]).reason == "because");
}

TEST_CASE_TEMPLATE("IWF link: a thousand flows from four threads, each in order", Rig, IWF_RIGS) {
    Rig rig;
    auto* link = rig.iwf.wait_attached("p-cscf-1");
    REQUIRE(link != nullptr);
    std::vector<std::thread> threads;
    for (std::uint64_t t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (std::uint64_t i = 0; i < 250; ++i) {
                const iwf::FlowId id{7, 70, t * 250 + i + 1};
                link->send(iwf::Up{id, TrailId::create(), "https://wwsf.example", {"192.0.2.1", 1}, "TLSv1.3", "", 0});
                link->send(iwf::Sip{id, octets(1000)});
                link->send(iwf::Down{id, ""});
            }
        });
    for (auto& thread : threads) thread.join();
    const auto frames = rig.p_cscf.got.wait_frames(3000);
    REQUIRE(frames.size() == 3000);
    std::map<std::uint64_t, std::vector<std::size_t>> kinds;
    for (const auto& frame : frames)
        std::visit(
            [&](const auto& f) {
                if constexpr (requires { f.flow; }) kinds[f.flow.connection].push_back(frame.index());
            },
            frame);
    CHECK(kinds.size() == 1000);
    for (const auto& [connection, seen] : kinds) CHECK(seen == std::vector<std::size_t>{0, 2, 1});
}

TEST_CASE_TEMPLATE("IWF link EPC-16: both ends learn that the other is gone, once", Rig, IWF_RIGS) {
    Rig rig;
    REQUIRE(rig.iwf.wait_attached("p-cscf-1") != nullptr);
    REQUIRE(rig.p_cscf.wait_attached(7) != nullptr);
    rig.part();
    CHECK(rig.iwf.wait_detached());
    CHECK(rig.p_cscf.wait_detached());
    CHECK(rig.iwf.detached == 1);
    CHECK(rig.p_cscf.detached == 1);
}
