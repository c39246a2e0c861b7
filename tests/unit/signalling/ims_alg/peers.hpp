// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/sdp/session_description.hpp"

namespace wims::test {

/// Parsed with our own parser; fails the test when that is impossible.
sdp::SessionDescription parsed(std::string_view text);

/// The lines of a text that begin so, without line ends.
std::vector<std::string> lines_with(std::string_view text, std::string_view prefix);
/// The text without its o= line.
std::string without_origin(std::string_view text);
/// Every `from` replaced.
std::string replaced(std::string text, std::string_view from, std::string_view to);

/// What a browser answers to an offer: all codecs, its own ICE and DTLS facts.
struct Browser {
    std::string setup = "active";
    std::string direction = "sendrecv";
    std::string ufrag = "wicu";
    std::vector<std::string> formats{};  ///< empty: those offered
    std::string answer(std::string_view offer) const;
};

/// What an IMS phone answers: RTP/AVP, one address.
struct Phone {
    std::string direction = "sendrecv";
    std::string address = "10.20.0.9";
    int port = 40000;
    std::vector<std::string> formats{};
    std::string answer(std::string_view offer) const;
};

}  // namespace wims::test
