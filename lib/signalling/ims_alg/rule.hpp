// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include <wims/signalling/ims_alg.hpp>
#include "common/sdp/session_description.hpp"
#include "signalling/ims_alg/stream.hpp"

/// The SDP rules. Nothing of one leg reaches the other but what a rule read into a Stream and another leg's rule wrote:
/// what no rule knows ends at the edge. (ALG-10)
namespace wims::ims_alg {

class BundleGroups;

/// One m-line of a description that came in on `side`.
struct Reading {
    const sdp::SessionDescription& description;
    const BundleGroups& groups;
    std::size_t index;
    Side side;
    bool offer;
    const Policy& policy;

    const sdp::MediaDescription& media() const { return description.media[index]; }
};

/// One m-line, or the session level, of a description that goes out on `side`.
struct Writing {
    const std::vector<Stream>& streams;
    Side side;
    bool offer;
    const Policy& policy;
    const iq::Reserved& gateway;
};

/// Absent functions do nothing. Rules run in the order of rules(), which is also the order of the lines written.
struct Rule {
    std::string_view id;
    /// Refuses the m-line or fills its part of the stream. Not called for m-lines already refused.
    std::optional<Refusal> (*read)(const Reading& in, Stream& out) = nullptr;
    void (*write_session)(const Writing& in, sdp::Section& out) = nullptr;
    void (*write_media)(const Writing& in, std::size_t index, sdp::MediaDescription& out) = nullptr;
    /// Also for m-lines with port 0.
    void (*write_refused)(const Writing& in, std::size_t index, sdp::MediaDescription& out) = nullptr;
};

std::span<const Rule* const> rules() noexcept;

namespace rules_ {
extern const Rule media, bundle, rtcp_mux, direction, connection, rtcp, ice, dtls_srtp, bandwidth, codecs, ptime,
    extensions, feedback, sdes;
}

/// Takes off `description` what may never be seen on the core leg; returns how many lines went. The writing rules leave
/// nothing for it to do: it stands guard over those to come. (ALG-10, BND-01)
std::size_t strip_for_core(sdp::SessionDescription& description);

}  // namespace wims::ims_alg
