// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <wims/iq/gateway.hpp>
#include <wims/w3/transport.hpp>

#include "common/sdp/direction.hpp"
#include "common/sdp/setup.hpp"
#include "signalling/ims_alg/codec.hpp"
#include "signalling/ims_alg/refusal.hpp"
#include "signalling/ims_alg/sdes.hpp"

namespace wims::ims_alg {

/// A header extension by one of the known URIs, and its number on the leg.
struct Extension {
    std::string_view uri;
    std::uint8_t id = 0;
};

/// What one m-line says, free of its syntax: filled by the rules when read, turned into text by them when written.
struct Stream {
    std::string media;                 ///< "audio" or "video"
    std::string proto;                 ///< of the leg
    std::vector<std::string> formats;  ///< of the leg; repeated when the m-line is refused
    std::optional<Refusal> refusal;    ///< set: port 0 (E29)

    sdp::Direction direction;  ///< as its writer sees it
    std::vector<Codec> codecs;
    std::uint32_t ptime = 0;     ///< ms, 0: not given
    std::uint32_t maxptime = 0;  ///< ms, 0: not given
    std::vector<Extension> extensions;
    iq::Feedback feedback;  ///< what the writer takes

    // access leg
    std::string mid;
    bool in_bundle = false;
    bool bundle_only = false;  ///< has no address of its own until the answer
    w3::TransportDescription transport;
    sdp::Setup setup = sdp::Setup::actpass;

    // core leg
    std::optional<iq::CoreRemote> core_remote;  ///< absent while on hold by c=0.0.0.0
    std::vector<sdp::Crypto> crypto;            ///< of RTP/SAVP(F): what may be chosen, or was

    bool used() const noexcept { return !refusal; }
};

}  // namespace wims::ims_alg
