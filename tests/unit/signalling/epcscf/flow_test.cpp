// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "unit/signalling/epcscf/rig.hpp"

using namespace wims;
using namespace wims::test;

TEST_CASE("iwf: what was taken off a flow is given back to the IWF as credit, good SIP or not") {
    Rig rig;
    Wic wic(rig, 1), other(rig, 2);
    std::size_t sent = 0;
    const auto send = [&](std::string text) {
        sent += text.size();
        rig.instance->receive(iwf::Sip{wic.flow, std::move(text)});
        rig.run();
        CHECK(sent - rig.iwf.credit[wic.flow] < iwf::flow_window);  // else the IWF would never read again
    };
    for (int i = 0; i < 50; ++i) {
        send(std::string(9000, 'x'));
        auto options = wic.request("OPTIONS", "sip:enterprise.com", "sip:Bob@enterprise.com");
        options.set("Subject", std::string(3000, 'y'));
        send(options.to_text());
    }
    CHECK(rig.iwf.credit[wic.flow] <= sent);
    CHECK(rig.iwf.credit[other.flow] == 0);
}
