// SPDX-License-Identifier: Apache-2.0
#include "common/net/stream.hpp"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <optional>

using namespace wims;
using namespace std::chrono_literals;

namespace {

/// A stream on one end of a socket pair; the test holds the other.
struct Pair final : net::Stream::Listener {
    Pair() {
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
        stream.emplace(loop, net::make_tcp_channel(net::Fd(ends[0])), *this);
    }
    ~Pair() override {
        stream.reset();
        if (ends[1] >= 0) ::close(ends[1]);
    }
    void on_open() override { trace += "open "; }
    void on_data(std::string_view octets) override {
        received += octets.size();
        if (on_octets) on_octets(octets);
    }
    void on_drained() override { trace += "drained "; }
    void on_closed(std::string_view reason) override { trace += "closed(" + std::string(reason) + ") "; }

    void run(Duration span = 20ms) {
        loop.after(span, [this] { loop.stop(); });
        loop.run();
    }
    std::string peer_reads() {
        std::string all;
        char chunk[65536];
        for (ssize_t n = ::recv(ends[1], chunk, sizeof chunk, 0); n > 0; n = ::recv(ends[1], chunk, sizeof chunk, 0))
            all.append(chunk, static_cast<std::size_t>(n));
        return all;
    }

    EventLoop loop;
    int ends[2] = {-1, -1};
    std::string trace;
    std::size_t received = 0;
    std::function<void(std::string_view)> on_octets;
    std::optional<net::Stream> stream;
};

}  // namespace

TEST_CASE("net: a stream opens, reads, answers and learns of the end, last octets first") {
    Pair pair;
    pair.on_octets = [&](std::string_view octets) { pair.stream->write(octets); };
    REQUIRE(::send(pair.ends[1], "hello", 5, 0) == 5);
    ::shutdown(pair.ends[1], SHUT_WR);
    pair.run();
    CHECK(pair.trace == "open drained closed(closed by the peer) ");
    CHECK(pair.received == 5);
    CHECK(pair.peer_reads() == "hello");
}

TEST_CASE("net: finish sends what is queued before it ends, and forgets what still comes") {
    Pair pair;
    const std::string much(4u << 20, 'x');
    std::size_t got = 0;
    pair.loop.after(1ms, [&] {
        pair.stream->write(much);
        CHECK(pair.stream->unsent() > 0);
        pair.stream->finish("enough");
        pair.stream->write("late");
    });
    std::function<void()> reader = [&] {
        got += pair.peer_reads().size();
        if (got < much.size()) return void(pair.loop.after(Duration::zero(), reader));
        REQUIRE(::send(pair.ends[1], "ignored", 7, 0) == 7);
        ::shutdown(pair.ends[1], SHUT_WR);
    };
    pair.loop.after(2ms, reader);
    pair.run(500ms);
    CHECK(got == much.size());
    CHECK(pair.received == 0);
    CHECK(pair.trace == "open closed(enough) ");
}

TEST_CASE("net: a peer that neither reads nor leaves is left after two seconds") {
    Pair pair;
    pair.loop.after(1ms, [&] {
        pair.stream->write(std::string(4u << 20, 'x'));
        pair.stream->finish("enough");
    });
    pair.loop.after(1900ms, [&] { CHECK(pair.trace == "open "); });
    pair.run(2300ms);
    CHECK(pair.trace == "open closed(enough) ");
}

TEST_CASE("net: abort ends at once but not inside the call; nothing comes twice") {
    Pair pair;
    pair.loop.after(1ms, [&] {
        pair.stream->abort("no");
        pair.stream->abort("again");
        pair.stream->finish("again");
        CHECK(pair.trace == "open ");
    });
    pair.run();
    CHECK(pair.trace == "open closed(no) ");
}

TEST_CASE("net: paused, nothing is read, but the peer's death is seen") {
    Pair pair;
    pair.loop.after(1ms, [&] { pair.stream->pause_reading(true); });
    pair.loop.after(2ms, [&] { REQUIRE(::send(pair.ends[1], "hello", 5, 0) == 5); });
    pair.loop.after(10ms, [&] {
        CHECK(pair.received == 0);
        pair.stream->pause_reading(false);
    });
    pair.loop.after(15ms, [&] {
        CHECK(pair.received == 5);
        pair.stream->pause_reading(true);
        ::close(std::exchange(pair.ends[1], -1));
    });
    pair.run(30ms);
    CHECK(pair.trace == "open closed(closed by the peer) ");
}

TEST_CASE("net: writing to a peer that is gone is an end, not a signal") {
    Pair pair;
    pair.loop.after(1ms, [&] {
        ::close(std::exchange(pair.ends[1], -1));
        pair.stream->write("x");
        CHECK(pair.trace == "open ");
    });
    pair.run();
    CHECK(pair.trace.find("closed(") != std::string::npos);
}
