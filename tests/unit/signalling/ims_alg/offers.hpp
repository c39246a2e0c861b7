// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <wims/iq/gateway.hpp>

/// Descriptions as real clients and phones write them, and the gateway they meet.
namespace wims::test {

/// "\n" to CRLF: descriptions below are written with plain line ends.
std::string crlf(std::string_view text);

iq::Reserved gateway(std::size_t streams = 1);

extern const std::string_view worked_offer;     ///< requirements 5.1
extern const std::string_view worked_bundle;    ///< requirements 5.3, max-bundle
extern const std::string_view worked_balanced;  ///< requirements 5.3, balanced
extern const std::string_view chromium_audio;
extern const std::string_view chromium_audio_video_data;
extern const std::string_view captured_audio;
extern const std::string_view captured_audio_video_data;
extern const std::string_view firefox_audio;
extern const std::string_view safari_audio;
extern const std::string_view sipml5_audio;
extern const std::string_view phone_offer;   ///< a G.711 phone
extern const std::string_view phone_answer;  ///< PCMA and events

}  // namespace wims::test
