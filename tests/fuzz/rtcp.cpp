// SPDX-License-Identifier: Apache-2.0
// A compound of RTCP through every reader of it; a report that is written again says the same. (AGW-16)
#include <array>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "media/rtcp/full_intra_request.hpp"
#include "media/rtcp/generic_nack.hpp"
#include "media/rtcp/goodbye.hpp"
#include "media/rtcp/picture_loss.hpp"
#include "media/rtcp/report.hpp"
#include "media/rtcp/source_description.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wims::media;
    const std::vector<std::uint8_t> exact(data, data + size);
    auto compound = rtcp::Compound::parse(exact);
    while (const auto element = compound ? compound->next() : std::nullopt) {
        static_cast<void>(rtcp::PictureLoss::parse(*element));
        static_cast<void>(rtcp::FullIntraRequest::asks(*element, 1));
        static_cast<void>(rtcp::Goodbye::of(*element, 1));
        if (const auto name = rtcp::find_cname(*element, 1); name && name->size() > element->body.size()) std::abort();
        if (const auto nack = rtcp::GenericNack::parse(*element)) {
            std::size_t asked = 0;
            nack->for_each([&asked](std::uint16_t) { ++asked; });
            if (asked > 17 * element->body.size()) std::abort();
        }
        const auto report = rtcp::Report::parse(*element);
        if (!report) continue;
        std::array<std::uint8_t, 800> out{};
        const std::size_t written = report->write(out);
        auto again = rtcp::Compound::parse({out.data(), written});
        const auto same = again ? again->next() : std::nullopt;
        const auto read = same ? rtcp::Report::parse(*same) : std::nullopt;
        if (!read || read->ssrc != report->ssrc || read->block_count != report->block_count) std::abort();
    }
    return 0;
}
