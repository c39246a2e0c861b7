// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "signalling/iwf/link/frame_codec.hpp"

/// Whatever comes on a link is refused or says the same when it is written and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    wims::iwf::LinkReader reader;
    reader.feed({reinterpret_cast<const char*>(data), size});
    for (;;) {
        wims::iwf::LinkMessage message, same;
        const auto came = reader.next(message);
        if (!came || !*came) return 0;
        const auto octets = wims::iwf::encode(message);
        wims::iwf::LinkReader again;
        again.feed(octets);
        const auto came_again = again.next(same);
        if (!came_again || !*came_again || wims::iwf::encode(same) != octets) std::abort();
    }
}
