// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "common/adapters/nghttp2/server_session.hpp"

namespace {

void must(bool holds) {
    if (!holds) std::abort();
}

/// Answers every second request at once, and never more than it was asked.
class Listener final : public wims::http2::ServerSession::Listener {
public:
    void on_request(wims::http2::StreamId id, wims::http::Request request) override {
        must(request.body.size() <= 1000);
        must(request.path.find('?') == std::string::npos);
        for (const auto& [name, value] : request.headers)
            must((name + value).find_first_of("\r\n") == std::string::npos);
        if (++requests % 2 == 0) session->respond(id, {200, {{"etag", "\"1\""}}, request.body});
    }
    void on_refused(int status) override { must(status == 413 || status == 431); }
    void on_gone(wims::http2::StreamId) override {}

    wims::http2::ServerSession* session = nullptr;
    std::size_t requests = 0;
};

}  // namespace

/// The octets of a client after its preface, cut anywhere: the session never holds more than its limits, and what it says
/// of itself stays true.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wims;
    if (size == 0) return 0;
    const std::size_t piece = 1 + data[0];
    std::string_view octets(reinterpret_cast<const char*>(data) + 1, size - 1);
    Listener listener;
    http2::ServerSession session({8, 2000, 1000}, listener);
    listener.session = &session;
    TimePoint now{};
    bool alive = session.feed("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", now);
    while (alive && !octets.empty()) {
        alive = session.feed(octets.substr(0, piece), now += std::chrono::milliseconds(1));
        octets.remove_prefix(std::min(piece, octets.size()));
        session.take_output(16384);
        must(session.streams() <= 9);
        if (const auto oldest = session.oldest_unfinished()) must(*oldest <= now && session.streams() > 0);
    }
    must(alive || (session.over() && !session.failure().empty()));
    return 0;
}
