// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "transcode/direction.hpp"

namespace wims::transcode {

/// Both ways between two codecs.
class Pair final : public media::Transcoder {
public:
    Pair(std::unique_ptr<Direction> to_access, std::unique_ptr<Direction> to_core)
        : to_access_(std::move(to_access)), to_core_(std::move(to_core)) {}

    void receive(media::Towards towards, const media::CodedPacket& packet, TimePoint now,
                 media::TranscoderOutput& output) override;
    void handle_time(TimePoint now, media::TranscoderOutput& output) override;
    std::optional<TimePoint> deadline() const override;
    Duration delay(media::Towards towards) const override { return direction(towards).delay(); }
    media::TranscoderStatistics statistics(media::Towards towards) const override {
        return direction(towards).statistics();
    }

private:
    Direction& direction(media::Towards towards) const noexcept {
        return towards == media::Towards::access ? *to_access_ : *to_core_;
    }
    void obey_mode_requests();

    const std::unique_ptr<Direction> to_access_;
    const std::unique_ptr<Direction> to_core_;
};

}  // namespace wims::transcode
