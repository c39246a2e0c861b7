// SPDX-License-Identifier: Apache-2.0
#include "signalling/iwf/link/link_connection.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/socket.h>

#include <future>
#include <thread>

using namespace wims;
using namespace std::chrono_literals;

namespace {

/// One end of a link on a loop; the test plays the other end on a plain socket.
class Near final : public iwf::LinkConnection::Owner {
public:
    explicit Near(const iwf::LinkPatience& patience) {
        int ends[2];
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
        far = net::Fd(ends[1]);
        REQUIRE(::fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0);
        thread_.run_and_wait([&] {
            connection_ = std::make_unique<iwf::LinkConnection>(thread_.loop(), net::make_tcp_channel(net::Fd(ends[0])),
                                                                iwf::Hello{1, {}, "p-cscf-1"}, patience, *this);
        });
    }
    ~Near() override {
        thread_.run_and_wait([this] { connection_.reset(); });
    }

    void say(const iwf::LinkMessage& message) { say(iwf::encode(message)); }
    void say(const std::string& octets) {
        REQUIRE(::send(far.get(), octets.data(), octets.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(octets.size()));
    }
    /// Why the link ended; empty when it did not within 3 s.
    std::string ended() {
        auto future = reason_.get_future();
        return future.wait_for(3s) == std::future_status::ready ? future.get() : std::string();
    }
    iwf::Link& link() { return *connection_; }

    net::Fd far;
    std::atomic<int> frames{0};

private:
    Result<void> greeted(iwf::LinkConnection&, const iwf::Hello&) override { return {}; }
    Result<void> received(iwf::LinkConnection&, iwf::Frame) override { return ++frames, Result<void>(); }
    void lost(iwf::LinkConnection&, std::string_view reason) override { reason_.set_value(std::string(reason)); }

    std::promise<std::string> reason_;
    LoopThread thread_{"near"};
    std::unique_ptr<iwf::LinkConnection> connection_;
};

const iwf::Hello hello{1, {7, 70}, ""};

}  // namespace

TEST_CASE("IWF link: a peer that says nothing, or stops in the middle, is given up in its time") {
    iwf::LinkPatience patience;
    patience.handshake = 100ms;
    patience.heartbeat = 20ms;
    patience.silence = 200ms;
    std::string why;
    Near near(patience);
    SUBCASE("no greeting") { why = "the handshake took too long"; }
    SUBCASE("no heartbeat") {
        near.say(hello);
        why = "the peer fell silent";
    }
    SUBCASE("half a message") {
        near.say(hello);
        near.say(iwf::encode(iwf::Frame(iwf::Down{{7, 70, 1}, "x"})).substr(0, 9));
        why = "the peer fell silent";
    }
    CHECK(near.ended() == why);
    CHECK(near.frames == 0);
}

TEST_CASE("IWF link: a peer that beats lives on beyond its time") {
    iwf::LinkPatience patience;
    patience.handshake = 100ms;
    patience.heartbeat = 20ms;
    patience.silence = 200ms;
    Near near(patience);
    near.say(hello);
    for (int i = 0; i < 10; ++i) {
        std::this_thread::sleep_for(50ms);
        near.say(iwf::Heartbeat());
    }
    near.say(iwf::Frame(iwf::Down{{7, 70, 1}, "x"}));
    for (int i = 0; i < 100 && near.frames == 0; ++i) std::this_thread::sleep_for(10ms);
    CHECK(near.frames == 1);
}

TEST_CASE("IWF link: what is no greeting, or a second one, or of another version ends the link") {
    Near near{iwf::LinkPatience()};
    std::string why;
    SUBCASE("a frame first") {
        near.say(iwf::Frame(iwf::Down{{7, 70, 1}, "x"}));
        why = "no greeting";
    }
    SUBCASE("twice") {
        near.say(hello);
        near.say(hello);
        why = "greeted twice";
    }
    SUBCASE("version") {
        near.say(iwf::Hello{2, {7, 70}, ""});
        why = "the peer speaks version 2";
    }
    SUBCASE("clear HTTP") {
        near.say("GET / HTTP/1.1\r\n\r\n");
        why = "a message of 1195725856 octets";
    }
    CHECK(near.ended() == why);
}

TEST_CASE("IWF link: a peer that does not read costs a bounded amount of memory") {
    iwf::LinkPatience patience;
    patience.unsent = 1u << 20;
    Near near(patience);
    near.say(hello);
    const std::string message(60000, 'x');
    for (int i = 0; i < 200; ++i) {
        near.link().send(iwf::Sip{{7, 70, 1}, message});
        std::this_thread::sleep_for(1ms);
    }
    CHECK(near.ended() == "the peer does not read");
    near.link().send(iwf::Sip{{7, 70, 1}, message});  // goes nowhere
}
