// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <vector>

#include "common/adapters/nghttp2/client_session.hpp"
#include "common/adapters/nghttp2/server_session.hpp"

using namespace wims;
using namespace wims::http2;

namespace {

class Served final : public ServerSession::Listener {
public:
    void on_request(StreamId id, http::Request request) override {
        ids.push_back(id);
        requests.push_back(std::move(request));
    }
    void on_refused(int status) override { refused.push_back(status); }
    void on_gone(StreamId id) override { gone.push_back(id); }
    std::vector<StreamId> ids, gone;
    std::vector<http::Request> requests;
    std::vector<int> refused;
};

class Asked final : public ClientSession::Listener {
public:
    void on_response(StreamId id, http::Response response) override { responses[id] = std::move(response); }
    void on_failed(StreamId id, bool untouched) override { failed[id] = untouched; }
    std::map<StreamId, http::Response> responses;
    std::map<StreamId, bool> failed;
};

/// Both ends with nothing between.
struct Pair {
    explicit Pair(const Limits& limits = {}) : server(limits, served), client({}, "registrar.example", asked) {
        talk();
    }

    void talk() {
        for (bool more = true; more;) {
            const auto up = client.take_output(65536), down = [&] {
                server.feed(up, now);
                return server.take_output(65536);
            }();
            client.feed(down, now);
            more = !up.empty() || !down.empty();
        }
    }
    StreamId ask(const char* method, std::string target, std::string body = {}, http::Headers headers = {}) {
        http::Request request;
        request.method = method;
        request.target = std::move(target);
        request.headers = std::move(headers);
        request.body = std::move(body);
        const auto id = client.ask(request);
        talk();
        return id;
    }

    TimePoint now{};
    Served served;
    Asked asked;
    ServerSession server;
    ClientSession client;
};

constexpr const char* preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

std::string frame(char type, char flags, std::uint32_t stream, const std::string& payload) {
    std::string octets;
    octets += static_cast<char>(payload.size() >> 16);
    octets += static_cast<char>(payload.size() >> 8);
    octets += static_cast<char>(payload.size());
    octets += type;
    octets += flags;
    for (int shift = 24; shift >= 0; shift -= 8) octets += static_cast<char>(stream >> shift);
    return octets + payload;
}
const std::string empty_settings = frame(4, 0, 0, "");
// :method GET, :scheme https, :path / by HPACK's static table, :authority x.
const std::string get_fields = std::string("\x82\x87\x84\x41\x01x", 6);

}  // namespace

TEST_CASE("W6-01: a request and its response arrive as they were, bodies larger than a window among them") {
    Pair pair;
    const std::string body(65536, 'b'), answer(65000, 'a');
    const auto id = pair.ask("POST", "/nwr-reg/v1/users:allocate?x=1", body, {{"content-type", "application/json"}});
    REQUIRE(pair.served.requests.size() == 1);
    const auto& request = pair.served.requests[0];
    CHECK(request.method == "POST");
    CHECK(request.path == "/nwr-reg/v1/users:allocate");
    CHECK(request.query == "x=1");
    CHECK(request.header("content-type") == "application/json");
    CHECK(request.body == body);
    pair.server.respond(pair.served.ids[0], {201, {{"etag", "\"1\""}}, answer});
    pair.talk();
    REQUIRE(pair.asked.responses.count(id) == 1);
    CHECK(pair.asked.responses[id].status == 201);
    CHECK(pair.asked.responses[id].body == answer);
    CHECK(pair.server.streams() == 0);
    CHECK(pair.client.streams() == 0);
}

TEST_CASE("a hundred requests at once, answered in any order; more than the limit wait at the client") {
    Limits limits;
    limits.streams = 100;
    Pair pair(limits);
    std::vector<StreamId> ids;
    for (int i = 0; i < 100; ++i) ids.push_back(pair.ask("GET", "/" + std::to_string(i)));
    CHECK(pair.served.requests.size() == 100);
    CHECK_FALSE(pair.client.room());
    for (int i = 99; i >= 0; --i)
        pair.server.respond(pair.served.ids[static_cast<std::size_t>(i)],
                            {200, {}, pair.served.requests[static_cast<std::size_t>(i)].path});
    pair.talk();
    CHECK(pair.asked.responses.size() == 100);
    for (int i = 0; i < 100; ++i)
        CHECK(pair.asked.responses[ids[static_cast<std::size_t>(i)]].body == "/" + std::to_string(i));
    CHECK(pair.client.room());
}

TEST_CASE("a message that is too large is refused and not kept: 413, 431") {
    Limits limits;
    limits.body = 1000;
    limits.headers = 2000;
    Pair pair(limits);
    const auto large = pair.ask("POST", "/", std::string(100000, 'x'));
    CHECK(pair.asked.responses[large].status == 413);
    CHECK(pair.server.streams() == 0);
    const auto endless = pair.ask("POST", "/", std::string(8u << 20, 'x'));  // no more than 4 MiB of it are read
    CHECK(pair.asked.responses[endless].status == 413);
    CHECK(pair.server.streams() == 0);
    const auto wide = pair.ask("GET", "/", {}, {{"x", std::string(3000, 'x')}});
    CHECK(pair.asked.responses[wide].status == 431);
    CHECK(pair.served.refused == std::vector<int>{413, 413, 431});
    CHECK(pair.served.requests.empty());
    CHECK(pair.server.streams() == 0);
    const auto good = pair.ask("GET", "/good");  // and the connection lives
    pair.server.respond(pair.served.ids.at(0), {204, {}, {}});
    pair.talk();
    CHECK(pair.asked.responses[good].status == 204);
}

TEST_CASE("GOAWAY: what was asked is answered, what comes later is not begun and says so") {
    Pair pair;
    const auto first = pair.ask("GET", "/first");
    pair.server.go_away();
    pair.talk();
    CHECK_FALSE(pair.client.room());
    CHECK(pair.client.exhausted());
    pair.server.respond(pair.served.ids.at(0), {200, {}, "late"});
    pair.talk();
    CHECK(pair.asked.responses[first].body == "late");
    CHECK(pair.server.over());
}

TEST_CASE("a client that goes back on a request is told nothing more") {
    Pair pair;
    const auto id = pair.ask("GET", "/");
    pair.client.cancel(id);
    pair.talk();
    CHECK(pair.served.gone == pair.served.ids);
    pair.server.respond(pair.served.ids.at(0), {200, {}, "x"});
    pair.talk();
    CHECK(pair.asked.responses.empty());
    CHECK(pair.asked.failed.empty());
}

TEST_CASE("rapid reset (CVE-2023-44487): the connection ends after a bounded number of requests") {
    Served served;
    ServerSession server({}, served);
    REQUIRE(server.feed(preface + empty_settings, TimePoint{}));
    std::uint32_t stream = 1;
    for (; stream < 20000; stream += 2) {
        const auto both = frame(1, 5, stream, get_fields) + frame(3, 0, stream, std::string("\0\0\0\x08", 4));
        if (!server.feed(both, TimePoint{})) break;
        server.take_output(65536);
    }
    CHECK(stream < 1000);
    CHECK(server.over());
    CHECK_FALSE(server.failure().empty());
    CHECK(server.take_output(65536).find('\x07') != std::string::npos);  // GOAWAY
}

TEST_CASE("floods of PING, SETTINGS, PRIORITY, empty DATA: the connection ends after a bounded number of frames") {
    const std::string floods[] = {frame(6, 0, 0, "12345678"), empty_settings, frame(2, 0, 1, std::string(5, '\0')),
                                  frame(0, 0, 1, ""), frame(8, 0, 0, std::string("\0\0\0\1", 4))};
    for (const auto& flood : floods) {
        Served served;
        ServerSession server({}, served);
        REQUIRE(server.feed(preface + empty_settings + frame(1, 4, 1, get_fields), TimePoint{}));
        int frames = 0;
        while (frames < 100000 && server.feed(flood, TimePoint{}) && !server.over()) {
            server.take_output(65536);
            ++frames;
        }
        CHECK(frames < 5000);
    }
}

TEST_CASE("what is no HTTP/2 ends the connection; a malformed request ends its stream only") {
    for (const std::string& octets : {std::string("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), std::string(30, '\xff'),
                                      preface + frame(0, 0, 1, "data without a stream")}) {
        Served served;
        ServerSession server({}, served);
        CHECK_FALSE((server.feed(octets, TimePoint{}) && !server.over() && server.take_output(65536).empty()));
        CHECK(served.requests.empty());
    }
    Served served;
    ServerSession server({}, served);
    const std::string no_path("\x82\x87\x41\x01x", 5);
    REQUIRE(server.feed(preface + empty_settings + frame(1, 5, 1, no_path) + frame(1, 5, 3, get_fields), TimePoint{}));
    REQUIRE(served.requests.size() == 1);
    CHECK(served.ids[0] == 3);
}

TEST_CASE("the time at which the oldest unfinished request began is told") {
    Served served;
    ServerSession server({}, served);
    const TimePoint start{std::chrono::seconds(7)};
    REQUIRE(server.feed(preface + empty_settings, start));
    CHECK_FALSE(server.oldest_unfinished().has_value());
    REQUIRE(server.feed(frame(1, 4, 1, get_fields), start));
    REQUIRE(server.feed(frame(1, 4, 3, get_fields), start + std::chrono::seconds(1)));
    CHECK(server.oldest_unfinished() == start);
    REQUIRE(server.feed(frame(0, 1, 1, "x"), start + std::chrono::seconds(2)));
    CHECK(server.oldest_unfinished() == start + std::chrono::seconds(1));
    CHECK(served.requests.size() == 1);
}
