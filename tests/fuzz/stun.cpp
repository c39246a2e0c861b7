// SPDX-License-Identifier: Apache-2.0
// Whatever comes on W3 and looks like STUN, parsed and its integrity looked at. (AGW-03)
#include <cstdint>
#include <vector>

#include "media/ice/stun_message.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wims::media;
    const std::vector<std::uint8_t> exact(data, data + size);  // a reader beyond the end is seen
    const auto message = ice::StunMessage::parse(exact);
    if (!message) return 0;
    static_cast<void>(message->authentic("password-of-the-gateway-"));
    return 0;
}
