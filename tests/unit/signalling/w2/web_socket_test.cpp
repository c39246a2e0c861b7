// SPDX-License-Identifier: Apache-2.0
#include "signalling/w2/web_socket.hpp"

#include <doctest/doctest.h>

#include <random>
#include <vector>

#include "unit/signalling/w2/client_frame.hpp"

using namespace wims;
using test::ClientFrame;
using test::ServerFrame;

namespace {

/// Everything that happened at a server's end, in one line: "text:abc", "close:1002", …
struct Recorder final : w2::WebSocket::Listener {
    explicit Recorder(std::size_t limit = 1000) : socket(limit, *this) {}
    void on_message(std::string_view message, bool binary) override {
        events.push_back((binary ? "binary:" : "text:") + std::string(message));
    }
    void on_pong() override { events.push_back("pong"); }
    void on_close(std::uint16_t code, std::string_view reason, bool by_peer) override {
        events.push_back((by_peer ? "closed:" : "failed:") + std::to_string(code) +
                         (by_peer ? ":" + std::string(reason) : ""));
    }
    std::vector<ServerFrame> sent() {
        std::vector<ServerFrame> frames;
        std::string output = socket.take_output();
        ServerFrame frame;
        while (ServerFrame::take(output, frame)) frames.push_back(frame);
        CHECK(output.empty());
        return frames;
    }

    std::vector<std::string> events;
    w2::WebSocket socket;
};

using Events = std::vector<std::string>;

std::string frame(unsigned opcode, std::string payload, bool fin) {
    return ClientFrame{opcode, std::move(payload), fin}.octets();
}

}  // namespace

TEST_CASE("W2-02 W2-03 W2-10 E04: frames, and what each leads to") {
    struct Row {
        const char* what;
        std::string octets;
        Events events;
        int close;  ///< code of the Close sent; 0: none; 1005: without a code
    };
    const std::string bad_text = "\xc3\x28";
    const Row rows[] = {
        {"text", test::text("a\xc3\xa4"), {"text:a\xc3\xa4"}, 0},
        {"binary", test::binary("\xff\xfe"), {"binary:\xff\xfe"}, 0},
        {"empty text", test::text(""), {"text:"}, 0},
        {"125 octets", test::text(std::string(125, 'x')), {"text:" + std::string(125, 'x')}, 0},
        {"126 octets", test::text(std::string(126, 'x')), {"text:" + std::string(126, 'x')}, 0},
        {"at the limit", test::text(std::string(1000, 'x')), {"text:" + std::string(1000, 'x')}, 0},
        {"over the limit", test::text(std::string(1001, 'x')), {"failed:1009"}, 1009},
        {"over the limit in three",
         frame(1, std::string(500, 'x'), false) + frame(0, std::string(500, 'x'), false) + frame(0, "x", true),
         {"failed:1009"},
         1009},
        {"64-bit length, only its first octet",
         std::string("\x81\xff\x00\x00\x00\x7f\xff\xff\xff\xff\x00\x00\x00\x00", 14) + "x",
         {"failed:1009"},
         1009},
        {"two messages", test::text("a") + test::text("b"), {"text:a", "text:b"}, 0},
        {"three fragments", frame(1, "a", false) + frame(0, "b", false) + frame(0, "c", true), {"text:abc"}, 0},
        {"empty fragments", frame(2, "", false) + frame(0, "", false) + frame(0, "c", true), {"binary:c"}, 0},
        {"character over two fragments", frame(1, "\xc3", false) + frame(0, "\xa4", true), {"text:\xc3\xa4"}, 0},
        {"ping and pong between fragments",
         frame(1, "a", false) + test::ping("p") + frame(10, "", true) + frame(0, "b", true),
         {"pong", "text:ab"},
         0},
        {"ping of 125", test::ping(std::string(125, 'p')), {}, 0},
        {"unmasked", ClientFrame{1, "a", true, false}.octets(), {"failed:1002"}, 1002},
        {"unmasked ping", ClientFrame{9, "a", true, false}.octets(), {"failed:1002"}, 1002},
        {"unmasked continuation",
         frame(1, "a", false) + ClientFrame{0, "b", true, false}.octets(),
         {"failed:1002"},
         1002},
        {"RSV1", ClientFrame{1, "a", true, true, 4}.octets(), {"failed:1002"}, 1002},
        {"RSV3 on a ping", ClientFrame{9, "a", true, true, 1}.octets(), {"failed:1002"}, 1002},
        {"opcode 3", frame(3, "a", true), {"failed:1002"}, 1002},
        {"opcode 11", frame(11, "a", true), {"failed:1002"}, 1002},
        {"continuation of nothing", frame(0, "a", true), {"failed:1002"}, 1002},
        {"continuation after an end", test::text("a") + frame(0, "b", true), {"text:a", "failed:1002"}, 1002},
        {"message inside a message", frame(1, "a", false) + test::text("b"), {"failed:1002"}, 1002},
        {"fragmented ping", frame(9, "a", false), {"failed:1002"}, 1002},
        {"ping of 126", test::ping(std::string(126, 'p')), {"failed:1002"}, 1002},
        {"length not minimal", std::string("\x81\xfe\x00\x01\x00\x00\x00\x00", 8) + "a", {"failed:1002"}, 1002},
        {"64-bit length not minimal",
         std::string("\x81\xff\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00", 14) + "a",
         {"failed:1002"},
         1002},
        {"length with the top bit",
         std::string("\x81\xff\x80\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00", 14),
         {"failed:1002"},
         1002},
        {"text that is not UTF-8", test::text(bad_text), {"failed:1007"}, 1007},
        {"text cut in a character", test::text("a\xc3"), {"failed:1007"}, 1007},
        {"close 1000", test::close_frame(1000, "bye"), {"closed:1000:bye"}, 1000},
        {"close 4999", test::close_frame(4999), {"closed:4999:"}, 4999},
        {"close without a code", frame(8, "", true), {"closed:1005:"}, 1005},
        {"close of one octet", frame(8, "\x03", true), {"failed:1002"}, 1002},
        {"close 1005", test::close_frame(1005), {"failed:1002"}, 1002},
        {"close 999", test::close_frame(999), {"failed:1002"}, 1002},
        {"close 2999", test::close_frame(2999), {"failed:1002"}, 1002},
        {"close 5000", test::close_frame(5000), {"failed:1002"}, 1002},
        {"close with a reason that is not UTF-8", test::close_frame(1000, bad_text), {"failed:1007"}, 1007},
        {"nothing after a close", test::close_frame(1000) + test::text("a"), {"closed:1000:"}, 1000},
    };
    for (const auto& row : rows) {
        const std::string what = row.what;
        CAPTURE(what);
        for (const std::size_t cut : {row.octets.size(), std::size_t(1), std::size_t(3)}) {
            CAPTURE(cut);
            Recorder recorder;
            for (std::size_t i = 0; i < row.octets.size(); i += cut)
                recorder.socket.receive(std::string_view(row.octets).substr(i, cut));
            CHECK(recorder.events == row.events);
            const auto sent = recorder.sent();
            for (const auto& f : sent) CHECK((f.fin && !f.masked));
            if (row.close == 0) {
                CHECK(recorder.socket.open());
                CHECK((sent.empty() || sent.back().opcode != 8));
                continue;
            }
            CHECK_FALSE(recorder.socket.open());
            REQUIRE_FALSE(sent.empty());
            CHECK(sent.back().opcode == 8);
            CHECK(sent.back().code() == row.close);
        }
    }
}

TEST_CASE("W2-10: a ping is answered with its payload, in order") {
    Recorder recorder;
    recorder.socket.receive(test::ping("one") + test::ping(""));
    const auto sent = recorder.sent();
    REQUIRE(sent.size() == 2);
    CHECK(sent[0].opcode == 10);
    CHECK(sent[0].payload == "one");
    CHECK(sent[1].payload.empty());
}

TEST_CASE("W2-02: messages to the client are one frame of any length") {
    for (const std::size_t length : {0u, 125u, 126u, 65535u, 65536u, 200000u}) {
        CAPTURE(length);
        Recorder recorder;
        recorder.socket.send(std::string(length, 'x'), false);
        recorder.socket.send("b", true);
        const auto sent = recorder.sent();
        REQUIRE(sent.size() == 2);
        CHECK(sent[0].opcode == 1);
        CHECK(sent[0].payload == std::string(length, 'x'));
        CHECK(sent[1].opcode == 2);
    }
}

TEST_CASE("W2: after a Close nothing is sent or read; its reason fits and stays UTF-8") {
    Recorder recorder;
    std::string reason(122, 'r');
    recorder.socket.close(1001, reason + "\xc3\xa4");
    recorder.socket.send("late", false);
    recorder.socket.ping();
    recorder.socket.close(1000, "");
    recorder.socket.receive(test::text("late"));
    CHECK(recorder.events.empty());
    const auto sent = recorder.sent();
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].code() == 1001);
    CHECK(sent[0].payload.substr(2) == reason);
}

TEST_CASE("E04: a megabyte of garbage closes and costs nothing") {
    std::mt19937 random(7);
    for (int round = 0; round < 20; ++round) {
        std::string garbage(1u << 20, '\0');
        for (char& c : garbage) c = static_cast<char>(random());
        Recorder recorder(65536);
        for (std::size_t i = 0; i < garbage.size(); i += 16384)
            recorder.socket.receive(std::string_view(garbage).substr(i, 16384));
        CHECK_FALSE(recorder.socket.open());
        CHECK(recorder.socket.take_output().size() < 65536);
    }
}

TEST_CASE("W2: mutated frames mean the same however they are cut") {
    std::mt19937 random(20250714);
    const std::string seed = frame(1, "REGISTER", false) + test::ping("x") + frame(0, " sip", true) +
                             test::binary("\xff") + test::text(std::string(130, 'y')) + test::close_frame(1000, "bye");
    for (int round = 0; round < 20000; ++round) {
        std::string wire = seed;
        for (unsigned n = 1 + random() % 3; n > 0; --n) {
            const auto at = random() % wire.size();
            switch (random() % 3) {
                case 0: wire[at] = static_cast<char>(random()); break;
                case 1: wire.erase(at, 1 + random() % 3); break;
                default: wire.insert(at, 1, static_cast<char>(random()));
            }
        }
        Recorder whole, cut;
        whole.socket.receive(wire);
        for (std::size_t i = 0; i < wire.size();) {
            const std::size_t n = 1 + random() % 9;
            cut.socket.receive(std::string_view(wire).substr(i, n));
            i += n;
        }
        REQUIRE(whole.events == cut.events);
        REQUIRE(whole.socket.take_output() == cut.socket.take_output());
    }
}
