// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/adapters/nghttp2/session.hpp"

namespace wims::http2 {

/// The client's end: requests go, each ends in one response or one failure.
class ClientSession final : public Session {
public:
    class Listener {
    public:
        virtual ~Listener() = default;
        /// From feed().
        virtual void on_response(StreamId id, http::Response response) = 0;
        /// No response will come. `untouched`: the server did not begin on the request, so it may be sent again whatever
        /// it asks. [RFC 9113 8.7] From feed() and take_output().
        virtual void on_failed(StreamId id, bool untouched) = 0;
    };

    /// `authority` is the host and port of every request.
    ClientSession(const Limits& limits, std::string authority, Listener& listener)
        : Session(Side::client, limits), authority_(std::move(authority)), listener_(listener) {}

    /// The server takes one more request now.
    bool room() const;
    /// It will never take another one: it said GOAWAY, or the stream numbers ran out.
    bool exhausted() const;
    /// 0: it could not be asked.
    StreamId ask(const http::Request& request);
    /// Nobody waits for it any more; nothing is told of it.
    void cancel(StreamId id);

private:
    void on_message(StreamId id, Stream& stream) override;
    void on_oversize(StreamId id, Stream& stream, int status) override;
    void on_end(StreamId id, Stream& stream, std::uint32_t error) override;

    const std::string authority_;
    Listener& listener_;
};

}  // namespace wims::http2
