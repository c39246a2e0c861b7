// SPDX-License-Identifier: Apache-2.0
// A datagram of the ng protocol: what is read is written and read again as it was.
#include <cstdlib>

#include "ng_gateway/ng/message.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using wims::ng::Message;
    const auto message = Message::parse({reinterpret_cast<const char*>(data), size});
    if (!message) return 0;
    const auto again = Message::parse(message->to_string());
    if (!again || again->cookie != message->cookie || !(again->body == message->body)) std::abort();
    return 0;
}
