// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "mini_ims/phone/phone_sdp.hpp"
#include "mini_ims/rtp/rtp_endpoint.hpp"
#include "mini_ims/rtp/video_echo.hpp"
#include "mini_ims/sip/sofia.hpp"

namespace wims::mini_ims {

/// A phone's one call: its dialog, its INVITE and its media. It outlives the call until the next one begins, so that it
/// can be asked about.
struct Call {
    enum class State : std::uint8_t { ringing, calling, established, ended };

    Call() = default;
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;
    ~Call() {
        if (received != nullptr) nta_incoming_destroy(received);
        if (sent != nullptr) nta_outgoing_destroy(sent);
        if (reinvite != nullptr) nta_outgoing_destroy(reinvite);
        if (dialog != nullptr) nta_leg_destroy(dialog);
    }

    State state = State::ringing;
    std::string call_id, session_id, remote;
    std::string last_bye_reason;  ///< Reason of the BYE or CANCEL that ended it
    std::string ended_by;         ///< "us", "peer", "refused", "cancelled", …
    int failure_status = 0;
    bool provisional = false;    ///< of the INVITE we sent
    bool cancel_wanted = false;  ///< as soon as there is a provisional response
    bool cancel_sent = false;

    nta_leg_t* dialog = nullptr;
    nta_incoming_t* received = nullptr;  ///< the INVITE we answer
    nta_outgoing_t* sent = nullptr;      ///< the INVITE we sent
    nta_outgoing_t* reinvite = nullptr;  ///< the one of ours that is not answered yet
    int reinvite_status = 0;             ///< of the last one that was

    std::optional<PhoneDescription> description;
    std::optional<PhoneSdp> peer;
    std::shared_ptr<RtpEndpoint> media;
    std::shared_ptr<VideoEcho> video;  ///< once the peer offered a picture to an echo
    std::uint16_t video_port = 0;
};

}  // namespace wims::mini_ims
