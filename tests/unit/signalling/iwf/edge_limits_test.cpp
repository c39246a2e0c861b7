// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <random>
#include <thread>

#include "unit/signalling/iwf/edge.hpp"

using namespace wims;
using namespace std::chrono_literals;
using test::Edge;
using test::TlsClient;
using test::Wic;

namespace {

std::size_t open_descriptors() {
    std::size_t n = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) ++n;
    return n;
}

}  // namespace

TEST_CASE("W2-11: a flow without a message is closed in time, one with a message stays") {
    Edge edge([](auto& config) { config.first_message = 300ms; });
    Wic silent(edge);
    Wic speaks(edge);
    speaks.send(test::text(test::options_request));
    CHECK(silent.close_code() == 1008);
    std::this_thread::sleep_for(200ms);
    CHECK(edge.iwf->health().flows == 1);
    CHECK(edge.host.counted("w2.flows_silent") == 1);
}

TEST_CASE("W2-10: idle flows are pinged; two unanswered pings end a flow, an answered one does not") {
    Edge edge([](auto& config) { config.ping = 200ms; });
    Wic dead(edge);
    Wic alive(edge);
    dead.send(test::text(test::options_request));
    alive.send(test::text(test::options_request));
    for (int i = 0; i < 5; ++i) {
        const auto frame = alive.next(true);
        REQUIRE(frame.opcode == 9);
        alive.send(test::ClientFrame{10, frame.payload}.octets());
    }
    CHECK(edge.settles([&] { return edge.iwf->health().flows == 1; }));
    CHECK(edge.p_cscf.wait<iwf::Down>()->reason == "two pings unanswered");
    CHECK(edge.host.counted("w2.pings_unanswered") == 1);
    int pings = 0;
    for (auto frame = dead.next(true); frame.opcode != 0; frame = dead.next(true)) pings += frame.opcode == 9 ? 1 : 0;
    CHECK(pings == 2);
}

TEST_CASE("W2: a client that does not read is closed and costs a bounded amount") {
    Edge edge([](auto& config) { config.message_limit = 8192; });
    TlsClient::Options options;
    options.receive_buffer = 4096;
    Wic stalled(edge, options);
    const auto up = edge.p_cscf.wait<iwf::Up>();
    REQUIRE(up);
    for (int i = 0; i < 2000; ++i)
        edge.iwf->send(iwf::Sip{up->flow, "SIP/2.0 200 OK\r\n\r\n" + std::string(4000, 'x')});
    const auto down = edge.p_cscf.wait<iwf::Down>();
    REQUIRE(down);
    CHECK(down->reason == "the client does not read");
    CHECK(edge.host.counted("w2.flows_stalled") == 1);
    CHECK(edge.empties());
}

TEST_CASE("W2: a client that floods is read no faster than the P-CSCF takes its messages, and nothing is lost") {
    Edge edge;
    Wic wic(edge);
    const auto up = edge.p_cscf.wait<iwf::Up>();
    REQUIRE(up);
    constexpr std::size_t messages = 100, octets = 30000;
    const auto frame = test::text(test::options_request + std::string(octets - test::options_request.size(), 'x'));
    std::thread flood([&] {
        for (std::size_t i = 0; i < messages; ++i) wic.send(frame);
    });
    REQUIRE(edge.p_cscf.wait<iwf::Sip>(iwf::flow_window / octets));
    std::this_thread::sleep_for(300ms);
    CHECK(edge.p_cscf.count<iwf::Sip>() <= iwf::flow_window / octets + 2);
    for (std::size_t taken = 0; taken < messages; ++taken) {
        REQUIRE(edge.p_cscf.wait<iwf::Sip>(taken + 1));
        edge.iwf->send(iwf::Credit{up->flow, octets});
    }
    flood.join();
    CHECK(edge.p_cscf.count<iwf::Sip>() == messages);
    CHECK(edge.iwf->health().flows == 1);
}

TEST_CASE("W2: connections beyond the limit are refused and counted, and there is room again afterwards") {
    Edge edge([](auto& config) { config.connections = 2; });
    auto one = std::make_unique<Wic>(edge);
    Wic two(edge);
    REQUIRE(two.open());
    CHECK_FALSE(Wic(edge).open());
    CHECK(edge.host.counted("w2.connections_refused") == 1);
    one.reset();
    CHECK(edge.settles([&] { return edge.iwf->health().connections == 1; }));
    CHECK(Wic(edge).open());
}

TEST_CASE("E04: a megabyte of garbage at each stage leaves nothing behind") {
    Edge edge;
    std::mt19937 random(3);
    std::string garbage(1u << 20, '\0');
    for (char& c : garbage) c = static_cast<char>(random());
    {
        Wic wic(edge);
        wic.send(garbage);
        CHECK(wic.tls.ended());
        TlsClient http(edge.iwf->local());
        http.write(garbage);
        CHECK(http.ended());
    }
    CHECK(edge.empties());
    CHECK(Wic(edge).open());
}

TEST_CASE("W2: 1,000 connections opened and closed leave no connection and no descriptor") {
    Edge edge;
    { Wic warm_up(edge); }
    REQUIRE(edge.empties());
    const auto before = open_descriptors();
    for (int batch = 0; batch < 20; ++batch) {
        std::vector<std::unique_ptr<Wic>> wics;
        for (int i = 0; i < 50; ++i) {
            wics.push_back(std::make_unique<Wic>(edge));
            REQUIRE(wics.back()->open());
        }
        CHECK(edge.iwf->health().flows >= 50);
        for (std::size_t i = 0; i < wics.size(); i += 2) wics[i]->send(test::close_frame(1000));
        for (std::size_t i = 1; i < wics.size(); i += 4) wics[i]->tls.reset();
    }
    CHECK(edge.empties());
    CHECK(open_descriptors() == before);
    CHECK(edge.p_cscf.count<iwf::Up>() == 1001);
    CHECK(edge.p_cscf.count<iwf::Down>() == 1001);
    CHECK(edge.host.gauged("w2.flows") == 0);
    CHECK(edge.host.gauged("w2.connections") == 0);
}

TEST_CASE("W2: the end of the IWF closes every flow with 1001 and tells the P-CSCF, then nothing comes") {
    Edge edge;
    Wic one(edge);
    Wic two(edge);
    TlsClient halfway(edge.iwf->local());
    REQUIRE(edge.p_cscf.wait<iwf::Up>(2));
    const auto start = std::chrono::steady_clock::now();
    edge.iwf->stop();
    CHECK(std::chrono::steady_clock::now() - start < 3s);
    const auto frames = edge.p_cscf.frames().size();
    CHECK(edge.p_cscf.count<iwf::Down>() == 2);
    CHECK(one.close_code() == 1001);
    CHECK(two.close_code() == 1001);
    CHECK(halfway.ended());
    CHECK_FALSE(TlsClient(edge.iwf->local()).connected());
    edge.iwf->send(iwf::Sip{edge.p_cscf.wait<iwf::Up>()->flow, test::options_request});
    CHECK(edge.settles([&] { return edge.host.counted("w2.frames_for_nobody") == 1; }));
    CHECK(edge.iwf->health().connections == 0);
    edge.iwf->stop();
    edge.iwf.reset();
    CHECK(edge.p_cscf.frames().size() == frames);
}

TEST_CASE("W2: a P-CSCF that sends while the IWF stops hurts nobody") {
    Edge edge;
    std::vector<std::unique_ptr<Wic>> wics;
    for (int i = 0; i < 10; ++i) wics.push_back(std::make_unique<Wic>(edge));
    REQUIRE(edge.p_cscf.wait<iwf::Up>(10));
    const auto frames = edge.p_cscf.frames();
    std::atomic<bool> over{false};
    std::thread chatty([&] {
        while (!over)
            for (const auto& f : frames)
                if (const auto* up = std::get_if<iwf::Up>(&f))
                    edge.iwf->send(iwf::Sip{up->flow, test::options_request});
    });
    std::this_thread::sleep_for(20ms);
    edge.iwf->stop();
    over = true;
    chatty.join();
    CHECK(edge.p_cscf.count<iwf::Down>() == 10);
    CHECK(edge.iwf->health().flows == 0);
}

TEST_CASE("W2: a draining IWF refuses new flows and keeps those it has") {
    Edge edge;
    Wic wic(edge);
    REQUIRE(edge.p_cscf.wait<iwf::Up>());
    edge.iwf->send(iwf::Drain{"p-cscf-1"});
    const Wic late(edge);
    CHECK(late.answer.starts_with("HTTP/1.1 503 "));
    wic.send(test::text(test::options_request));
    CHECK(edge.p_cscf.wait<iwf::Sip>());
}
