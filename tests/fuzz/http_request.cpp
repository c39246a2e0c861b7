// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "common/http/request_parser.hpp"

namespace {

using wims::http::RequestParser;

void must(bool holds) {
    if (!holds) std::abort();
}

/// Feeds in pieces of `piece` octets.
std::size_t feed(RequestParser& parser, std::string_view octets, std::size_t piece) {
    std::size_t used = 0;
    while (used < octets.size() && parser.state() == RequestParser::State::reading)
        used += parser.feed(octets.substr(used, piece));
    return used;
}

}  // namespace

/// However a request is cut, it means the same; what is accepted holds nothing that another reader could take for
/// framing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::size_t piece = 1 + data[0] % 16;
    const std::string_view octets(reinterpret_cast<const char*>(data) + 1, size - 1);
    RequestParser whole, cut;
    const auto used = feed(whole, octets, octets.size() + 1);
    const auto used_cut = feed(cut, octets, piece);
    must(whole.state() == cut.state());
    if (whole.state() == RequestParser::State::failed) must(whole.error().status == cut.error().status);
    if (whole.state() != RequestParser::State::complete) return 0;
    must(used == used_cut);
    const auto request = whole.take();
    must(request.headers == cut.take().headers);
    must(request.count("Transfer-Encoding") == 0 && request.count("Content-Length") <= 1 && request.count("Host") <= 1);
    for (const auto& [name, value] : request.headers) must((name + value).find_first_of("\r\n") == std::string::npos);
    must(request.target.find_first_of(" \r\n#") == std::string::npos);
    return 0;
}
