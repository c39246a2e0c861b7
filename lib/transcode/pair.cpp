// SPDX-License-Identifier: Apache-2.0
#include "transcode/pair.hpp"

#include <algorithm>

namespace wims::transcode {

void Pair::receive(media::Towards towards, const media::CodedPacket& packet, TimePoint now,
                   media::TranscoderOutput& output) {
    direction(towards).receive(packet, now, output);
    obey_mode_requests();
}

void Pair::handle_time(TimePoint now, media::TranscoderOutput& output) {
    to_access_->handle_time(now, output);
    to_core_->handle_time(now, output);
    obey_mode_requests();
}

/// What a side asks for in what it sends is for what it is sent. [RFC 4867 4.3.1]
void Pair::obey_mode_requests() {
    if (const auto mode = to_access_->decoder().mode_request()) to_core_->encoder().request_mode(*mode);
    if (const auto mode = to_core_->decoder().mode_request()) to_access_->encoder().request_mode(*mode);
}

std::optional<TimePoint> Pair::deadline() const {
    const auto a = to_access_->deadline();
    const auto b = to_core_->deadline();
    return a && b ? std::min(*a, *b) : a ? a : b;
}

}  // namespace wims::transcode
