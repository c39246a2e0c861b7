// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <wims/media/counters.hpp>
#include <wims/media/session_output.hpp>

#include "media/engine/access_transport.hpp"
#include "media/engine/stream.hpp"
#include "media/rtcp/compound.hpp"
#include "media/rtp/arrivals.hpp"

namespace wims::media::engine {

/// RTCP feedback of one context. It ends here and is made anew: a request for a key frame goes on with the SSRC of the
/// other side, in the form agreed there; a NACK of the WIC is answered from what was sent; losses on W3 are asked for
/// again; and the WIC is told how its packets arrive, so that it adapts. (AGW-16, VID-03, VID-06)
class Feedback {
public:
    /// All of it outlives this.
    Feedback(const Shared& shared, AccessTransport& access, SessionOutput& output, std::vector<Stream>& streams,
             const std::string& access_cname, const std::string& core_cname)
        : shared_(shared), access_(access), output_(output), streams_(streams), access_cname_(access_cname),
          core_cname_(core_cname) {}

    /// A media packet of the WIC, before anything of it is changed.
    void heard_access(Stream& stream, const Packet& packet, const rtp::Header& header, TimePoint now);
    /// The feedback in a compound of the WIC, and in one of the core for the stream with this index.
    void receive_access(std::span<const std::uint8_t> compound, TimePoint now);
    void receive_core(std::size_t index, std::span<const std::uint8_t> compound, TimePoint now);

    /// Asks the WIC, respectively the core, for a key frame, if that was agreed and not done just now.
    void ask_access(Stream& stream, TimePoint now);
    void ask_core(std::size_t index, TimePoint now);

    void handle_time(TimePoint now);
    std::optional<TimePoint> deadline() const;

private:
    void answer_nack(Stream& stream, const rtcp::Element& element, TimePoint now);
    void ask_again(Stream& stream, TimePoint now);
    void tell_arrivals();
    void tell_bitrate(Stream& stream, TimePoint now);
    bool send_access(const Stream& stream, std::span<const std::uint8_t> message);

    const Shared& shared_;
    AccessTransport& access_;
    SessionOutput& output_;
    std::vector<Stream>& streams_;
    const std::string& access_cname_;
    const std::string& core_cname_;
    rtp::Arrivals arrivals_;
};

}  // namespace wims::media::engine
