// SPDX-License-Identifier: Apache-2.0
#include "common/adapters/nghttp2/session.hpp"

#include <charconv>

namespace wims::http2 {

namespace {

std::string_view view(const std::uint8_t* data, std::size_t length) {
    return {reinterpret_cast<const char*>(data), length};
}

// What one field costs besides its octets. [RFC 9113 6.5.2]
constexpr std::size_t field_overhead = 32;
// Of a body that was refused. A reset at once is right too, but old clients (curl 7) lose the answer by it. [RFC 9113 8.1]
constexpr std::size_t discarded_at_most = 4u << 20;

}  // namespace

/// nghttp2 calls these; `self` is the session.
struct Session::Callbacks {
    static Session& of(void* self) { return *static_cast<Session*>(self); }

    static int begin_frame(nghttp2_session*, const nghttp2_frame_hd* header, void* self) {
        auto& session = of(self);
        bool fine = true;
        if (header->type == NGHTTP2_RST_STREAM) fine = session.budget_.reset(session.now_);
        else if (header->type != NGHTTP2_HEADERS && (header->type != NGHTTP2_DATA || header->length == 0))
            fine = session.budget_.control(session.now_);
        if (fine) return 0;
        session.failure_ = "a flood of frames";
        return NGHTTP2_ERR_CALLBACK_FAILURE;
    }
    static int begin_headers(nghttp2_session*, const nghttp2_frame* frame, void* self) {
        auto& session = of(self);
        const auto id = frame->hd.stream_id;
        if (session.find(id) == nullptr) session.open(id).begun = session.now_;
        return 0;
    }
    static int field(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name, std::size_t name_length,
                     const std::uint8_t* value, std::size_t value_length, std::uint8_t, void* self) {
        if (Stream* stream = of(self).find(frame->hd.stream_id))
            of(self).header(*stream, frame->hd.stream_id, view(name, name_length), view(value, value_length));
        return 0;
    }
    static int chunk(nghttp2_session*, std::uint8_t, std::int32_t id, const std::uint8_t* octets, std::size_t length,
                     void* self) {
        if (Stream* stream = of(self).find(id)) of(self).data(*stream, id, view(octets, length));
        return 0;
    }
    static int frame(nghttp2_session*, const nghttp2_frame* frame, void* self) {
        of(self).received(*frame);
        return 0;
    }
    static int end(nghttp2_session*, std::int32_t id, std::uint32_t error, void* self) {
        auto& session = of(self);
        const auto it = session.streams_.find(id);
        if (it == session.streams_.end()) return 0;
        auto node = session.streams_.extract(it);
        session.on_end(id, node.mapped(), error);
        return 0;
    }
};

Session::Session(Side side, const Limits& limits) : side_(side), limits_(limits) {
    nghttp2_session_callbacks* callbacks = nullptr;
    nghttp2_session_callbacks_new(&callbacks);
    nghttp2_session_callbacks_set_on_begin_frame_callback(callbacks, Callbacks::begin_frame);
    nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, Callbacks::begin_headers);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, Callbacks::field);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, Callbacks::chunk);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, Callbacks::frame);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, Callbacks::end);
    nghttp2_option* options = nullptr;
    nghttp2_option_new(&options);
    nghttp2_option_set_max_send_header_block_length(options, limits_.headers + 4096);
    nghttp2_option_set_max_settings(options, 32);
    nghttp2_option_set_no_closed_streams(options, 1);
    nghttp2_session* session = nullptr;
    if (side == Side::server) nghttp2_session_server_new2(&session, callbacks, this, options);
    else nghttp2_session_client_new2(&session, callbacks, this, options);
    session_.reset(session);
    nghttp2_option_del(options);
    nghttp2_session_callbacks_del(callbacks);
    const nghttp2_settings_entry settings[] = {
        {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, limits_.streams},
        {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, static_cast<std::uint32_t>(limits_.headers)},
        {NGHTTP2_SETTINGS_ENABLE_PUSH, 0},
    };
    // A server does not send ENABLE_PUSH. [RFC 9113 6.5.2]
    nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, settings, side == Side::server ? 2 : 3);
}

Session::Stream* Session::find(StreamId id) {
    const auto it = streams_.find(id);
    return it == streams_.end() ? nullptr : &it->second;
}

Session::Stream& Session::open(StreamId id) { return streams_[id]; }

bool Session::feed(std::string_view octets, TimePoint now) {
    if (!failure_.empty()) return false;
    now_ = now;
    const auto used =
        nghttp2_session_mem_recv(native(), reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size());
    if (used >= 0) return true;
    if (failure_.empty()) failure_ = nghttp2_strerror(static_cast<int>(used));
    nghttp2_session_terminate_session(
        native(), used == NGHTTP2_ERR_CALLBACK_FAILURE ? NGHTTP2_ENHANCE_YOUR_CALM : NGHTTP2_PROTOCOL_ERROR);
    return false;
}

std::string Session::take_output(std::size_t at_most) {
    std::string output;
    while (output.size() < at_most) {
        const std::uint8_t* octets = nullptr;
        const auto length = nghttp2_session_mem_send(native(), &octets);
        if (length <= 0) {
            if (length < 0 && failure_.empty()) failure_ = nghttp2_strerror(static_cast<int>(length));
            break;
        }
        output += view(octets, static_cast<std::size_t>(length));
    }
    return output;
}

bool Session::over() const {
    return !failure_.empty() || (nghttp2_session_want_read(native()) == 0 && nghttp2_session_want_write(native()) == 0);
}

void Session::go_away() {
    nghttp2_submit_goaway(native(), NGHTTP2_FLAG_NONE, nghttp2_session_get_last_proc_stream_id(native()),
                          NGHTTP2_NO_ERROR, nullptr, 0);
}

void Session::ping() { nghttp2_submit_ping(native(), NGHTTP2_FLAG_NONE, nullptr); }

void Session::header(Stream& stream, StreamId id, std::string_view name, std::string_view value) {
    if (stream.refused) return;
    stream.header_octets += name.size() + value.size() + field_overhead;
    if (stream.header_octets > limits_.headers) return refuse(stream, id, 431);
    if (name == ":method") {
        stream.method = value;
    } else if (name == ":path") {
        stream.path = value;
    } else if (name == ":status") {
        std::from_chars(value.data(), value.data() + value.size(), stream.status);
    } else {
        stream.headers.emplace_back(name, value);
    }
}

void Session::data(Stream& stream, StreamId id, std::string_view octets) {
    if (stream.refused) {
        stream.discarded += octets.size();
        if (stream.discarded > discarded_at_most)
            nghttp2_submit_rst_stream(native(), NGHTTP2_FLAG_NONE, id, NGHTTP2_NO_ERROR);
        return;
    }
    if (stream.body.size() + octets.size() > limits_.body) return refuse(stream, id, 413);
    stream.body += octets;
}

void Session::refuse(Stream& stream, StreamId id, int status) {
    stream.refused = true;
    std::string().swap(stream.body);
    http::Headers().swap(stream.headers);
    on_oversize(id, stream, status);
}

void Session::received(const nghttp2_frame& frame) {
    Stream* stream = find(frame.hd.stream_id);
    if (stream == nullptr || (frame.hd.type != NGHTTP2_HEADERS && frame.hd.type != NGHTTP2_DATA)) return;
    if ((frame.hd.flags & NGHTTP2_FLAG_END_STREAM) == 0) {
        // An interim response: its fields are not the response's. [RFC 9110 15.2]
        if (frame.hd.type == NGHTTP2_HEADERS && stream->status >= 100 && stream->status < 200) stream->headers.clear();
        return;
    }
    stream->whole = true;
    if (!stream->refused) on_message(frame.hd.stream_id, *stream);
}

}  // namespace wims::http2
