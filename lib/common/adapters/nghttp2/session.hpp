// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nghttp2/nghttp2.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <wims/common/clock.hpp>

#include "common/adapters/nghttp2/frame_budget.hpp"
#include "common/http/message.hpp"

namespace wims::http2 {

using StreamId = std::int32_t;  ///< of HTTP/2: odd, growing

struct Limits {
    std::uint32_t streams = 128;  ///< open at once
    std::size_t headers = 16384;  ///< octets of all names and values of one message
    std::size_t body = 65536;     ///< octets of one message
};

/// What both ends of an HTTP/2 connection have in common: octets in, octets out, whole messages between. Sans-IO: who
/// owns it passes on what feed() and take_output() want, and destroys it after either of them said that it is over.
/// [RFC 9113]
class Session {
public:
    virtual ~Session() = default;
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// False: the peer broke the protocol or a limit; send what take_output() still has, then close.
    bool feed(std::string_view octets, TimePoint now);
    /// About `at_most` octets for the peer; less when there is no more.
    std::string take_output(std::size_t at_most);
    /// Nothing will be read or written any more.
    bool over() const;
    /// Tells the peer to ask nothing new; what it has asked is still answered. [RFC 9113 6.8]
    void go_away();
    void ping();

    std::size_t streams() const noexcept { return streams_.size(); }
    /// Why feed() failed; for people.
    const std::string& failure() const noexcept { return failure_; }

protected:
    struct Stream {
        std::string method, path;  ///< of a request
        int status = 0;            ///< of a response
        http::Headers headers;
        std::string body;
        std::size_t header_octets = 0, discarded = 0;
        TimePoint begun{};
        bool whole = false;     ///< the message has come
        bool refused = false;   ///< it was too large
        bool answered = false;  ///< a response was submitted
        std::string output;     ///< the body on its way to the peer
        std::size_t sent = 0;
    };

    enum class Side { client, server };
    Session(Side side, const Limits& limits);

    /// The message of the stream is whole. May submit, must not feed().
    virtual void on_message(StreamId id, Stream& stream) = 0;
    /// The message is larger than allowed: headers (431) or body (413). The rest of it is not kept.
    virtual void on_oversize(StreamId id, Stream& stream, int status) = 0;
    /// The last of a stream, with the HTTP/2 error code.
    virtual void on_end(StreamId id, Stream& stream, std::uint32_t error) = 0;

    Stream* find(StreamId id);
    const std::map<StreamId, Stream>& all() const noexcept { return streams_; }
    Stream& open(StreamId id);
    /// Gives the field list and the body to nghttp2 by `submit(fields, count, provider)`.
    template <class Submit>
    auto submit(const std::vector<std::pair<std::string, std::string>>& fields, bool body, Submit&& submit);
    nghttp2_session* native() const noexcept { return session_.get(); }
    const Limits& limits() const noexcept { return limits_; }

private:
    struct Free {
        void operator()(nghttp2_session* p) const noexcept { nghttp2_session_del(p); }
    };
    struct Callbacks;

    void header(Stream& stream, StreamId id, std::string_view name, std::string_view value);
    void data(Stream& stream, StreamId id, std::string_view octets);
    void received(const nghttp2_frame& frame);
    void refuse(Stream& stream, StreamId id, int status);

    const Side side_;
    const Limits limits_;
    FrameBudget budget_;
    TimePoint now_{};
    std::map<StreamId, Stream> streams_;
    std::string failure_;
    std::unique_ptr<nghttp2_session, Free> session_;
};

template <class Submit>
auto Session::submit(const std::vector<std::pair<std::string, std::string>>& fields, bool body, Submit&& submit) {
    std::vector<nghttp2_nv> native;
    native.reserve(fields.size());
    for (const auto& [name, value] : fields)
        native.push_back({reinterpret_cast<std::uint8_t*>(const_cast<char*>(name.data())),
                          reinterpret_cast<std::uint8_t*>(const_cast<char*>(value.data())), name.size(), value.size(),
                          NGHTTP2_NV_FLAG_NONE});
    nghttp2_data_provider provider{};
    provider.read_callback = [](nghttp2_session*, std::int32_t id, std::uint8_t* buffer, std::size_t length,
                                std::uint32_t* flags, nghttp2_data_source*, void* self) -> ssize_t {
        Stream* stream = static_cast<Session*>(self)->find(id);
        if (stream == nullptr) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
        const std::size_t octets = stream->output.copy(reinterpret_cast<char*>(buffer), length, stream->sent);
        stream->sent += octets;
        if (stream->sent == stream->output.size()) *flags |= NGHTTP2_DATA_FLAG_EOF;
        return static_cast<ssize_t>(octets);
    };
    return submit(native.data(), native.size(), body ? &provider : nullptr);
}

}  // namespace wims::http2
