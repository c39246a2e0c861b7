// SPDX-License-Identifier: Apache-2.0
#include "common/adapters/nghttp2/client_session.hpp"

#include <utility>

namespace wims::http2 {

bool ClientSession::room() const {
    return !exhausted() &&
           streams() < nghttp2_session_get_remote_settings(native(), NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS);
}

bool ClientSession::exhausted() const {
    return !failure().empty() || nghttp2_session_check_request_allowed(native()) == 0;
}

StreamId ClientSession::ask(const http::Request& request) {
    http::Headers fields{
        {":method", request.method}, {":scheme", "https"}, {":authority", authority_}, {":path", request.target}};
    fields.insert(fields.end(), request.headers.begin(), request.headers.end());
    const bool body = !request.body.empty();
    if (body) fields.emplace_back("content-length", std::to_string(request.body.size()));
    const auto id = submit(
        fields, body, [&](const nghttp2_nv* native_fields, std::size_t count, const nghttp2_data_provider* provider) {
            return nghttp2_submit_request(native(), nullptr, native_fields, count, provider, nullptr);
        });
    if (id <= 0) return 0;
    open(id).output = request.body;
    return id;
}

void ClientSession::cancel(StreamId id) {
    if (Stream* stream = find(id)) {
        stream->answered = true;
        nghttp2_submit_rst_stream(native(), NGHTTP2_FLAG_NONE, id, NGHTTP2_CANCEL);
    }
}

void ClientSession::on_message(StreamId id, Stream& stream) {
    if (std::exchange(stream.answered, true)) return;
    listener_.on_response(id, {stream.status, std::move(stream.headers), std::move(stream.body)});
}

void ClientSession::on_oversize(StreamId id, Stream& stream, int) {
    if (!std::exchange(stream.answered, true)) listener_.on_failed(id, false);
    nghttp2_submit_rst_stream(native(), NGHTTP2_FLAG_NONE, id, NGHTTP2_CANCEL);
}

void ClientSession::on_end(StreamId id, Stream& stream, std::uint32_t error) {
    if (!stream.answered) listener_.on_failed(id, error == NGHTTP2_REFUSED_STREAM);
}

}  // namespace wims::http2
