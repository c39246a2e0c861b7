// SPDX-License-Identifier: Apache-2.0
#include "common/adapters/nghttp2/server_session.hpp"

#include <utility>

namespace wims::http2 {

void ServerSession::respond(StreamId id, http::Response response) {
    Stream* stream = find(id);
    if (stream == nullptr || std::exchange(stream->answered, true)) return;
    http::Headers fields{{":status", std::to_string(response.status)}};
    for (auto& field : response.headers) fields.push_back(std::move(field));
    const bool head = stream->method == "HEAD";
    const bool body = !response.body.empty() && !head;
    if (!response.body.empty()) fields.emplace_back("content-length", std::to_string(response.body.size()));
    stream->output = std::move(response.body);
    submit(fields, body,
           [&](const nghttp2_nv* native_fields, std::size_t count, const nghttp2_data_provider* provider) {
               return nghttp2_submit_response(native(), id, native_fields, count, provider);
           });
}

std::optional<TimePoint> ServerSession::oldest_unfinished() const {
    std::optional<TimePoint> oldest;
    for (const auto& [id, stream] : all())
        if (!stream.whole && (!oldest || stream.begun < *oldest)) oldest = stream.begun;
    return oldest;
}

void ServerSession::on_message(StreamId id, Stream& stream) {
    http::Request request;
    request.method = stream.method;
    request.target = std::move(stream.path);
    const auto question = request.target.find('?');
    request.path = request.target.substr(0, question);
    if (question != std::string::npos) request.query = request.target.substr(question + 1);
    request.headers = std::move(stream.headers);
    request.body = std::move(stream.body);
    listener_.on_request(id, std::move(request));
}

void ServerSession::on_oversize(StreamId id, Stream&, int status) {
    listener_.on_refused(status);
    respond(id, {status,
                 {{"content-type", "application/problem+json"}},
                 R"({"title":"Too large","status":)" + std::to_string(status) + R"(,"cause":"TOO_LARGE"})"});
}

void ServerSession::on_end(StreamId id, Stream& stream, std::uint32_t) {
    if (stream.whole && !stream.answered) listener_.on_gone(id);
}

}  // namespace wims::http2
