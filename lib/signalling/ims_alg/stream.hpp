// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <wims/iq/gateway.hpp>
#include <wims/w3/transport.hpp>

#include "common/sdp/direction.hpp"
#include "common/sdp/setup.hpp"
#include "signalling/ims_alg/codec.hpp"
#include "signalling/ims_alg/refusal.hpp"
#include "signalling/ims_alg/sdes.hpp"

namespace wims::ims_alg {

/// What one m-line says, free of its syntax: filled by the rules when read, turned into text by them when written.
struct Stream {
    std::string media;                 ///< "audio"
    std::string proto;                 ///< of the leg
    std::vector<std::string> formats;  ///< of the leg; repeated when the m-line is refused
    std::optional<Refusal> refusal;    ///< set: port 0 (E29)

    sdp::Direction direction;  ///< as its writer sees it
    std::vector<Codec> codecs;
    std::uint32_t ptime = 0;     ///< ms, 0: not given
    std::uint32_t maxptime = 0;  ///< ms, 0: not given

    // access leg
    std::string mid;
    bool in_bundle = false;
    w3::TransportDescription transport;
    sdp::Setup setup = sdp::Setup::actpass;

    // core leg
    std::optional<iq::CoreRemote> core_remote;  ///< absent while on hold by c=0.0.0.0
    std::vector<sdp::Crypto> crypto;            ///< of RTP/SAVP(F): what may be chosen, or was

    bool used() const noexcept { return !refusal; }
};

}  // namespace wims::ims_alg
