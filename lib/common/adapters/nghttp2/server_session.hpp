// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "common/adapters/nghttp2/session.hpp"

namespace wims::http2 {

/// The server's end: whole requests come, one response to each goes.
class ServerSession final : public Session {
public:
    class Listener {
    public:
        virtual ~Listener() = default;
        /// Comes from feed(). `remote` of the request is not known here.
        virtual void on_request(StreamId id, http::Request request) = 0;
        /// A request that was answered here because of its size: 413 or 431.
        virtual void on_refused(int status) = 0;
        /// The client went back on a request that came: nobody waits for its answer. From feed() and take_output().
        virtual void on_gone(StreamId id) = 0;
    };

    ServerSession(const Limits& limits, Listener& listener) : Session(Side::server, limits), listener_(listener) {}

    /// Ignored when the stream is gone or answered.
    void respond(StreamId id, http::Response response);
    /// When the oldest request began that is not whole yet.
    std::optional<TimePoint> oldest_unfinished() const;

private:
    void on_message(StreamId id, Stream& stream) override;
    void on_oversize(StreamId id, Stream& stream, int status) override;
    void on_end(StreamId id, Stream& stream, std::uint32_t error) override;

    Listener& listener_;
};

}  // namespace wims::http2
