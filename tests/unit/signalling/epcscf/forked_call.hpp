// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "call.hpp"

namespace wims::test {

/// Bob is registered on several devices; the core calls him.
struct ForkedCall {
    explicit ForkedCall(std::size_t devices, std::function<void(signalling::PCscfConfig&)> change = {})
        : rig(std::move(change)) {
        rig.block_in_service();
        for (std::size_t i = 0; i < devices; ++i) {
            wics.push_back(std::make_unique<Wic>(rig, i + 1));
            REQUIRE(wics.back()->log_in(3600) == 200);
        }
    }
    void call(std::string sdp = phone_offer) { call(rig.core_invite(bobs_impu, std::move(sdp))); }
    void call(sip::Message invite) {
        core = rig.mw.receive(std::move(invite));
        rig.run();
    }
    Wic& wic(std::size_t i) { return *wics[i]; }
    sip::Message ringing(std::size_t i) { return wics[i]->last_request("INVITE"); }
    void says(std::size_t i, int status, std::string sdp = {}) {
        wics[i]->send(wics[i]->answer(ringing(i), status, std::move(sdp)));
    }
    std::size_t rung() const {
        return static_cast<std::size_t>(
            std::count_if(wics.begin(), wics.end(), [](const auto& w) { return !w->requests("INVITE").empty(); }));
    }
    std::shared_ptr<CoreRequest> core_sends(std::string method, int cseq, std::string sdp = {}) {
        auto m = rig.core_in_dialog(method, core->request(), core->responses.back(), cseq);
        if (!sdp.empty()) m.set_body("application/sdp", std::move(sdp));
        auto r = rig.mw.receive(std::move(m));
        rig.run();
        return r;
    }
    int finals() const {
        return static_cast<int>(std::count_if(core->responses.begin(), core->responses.end(),
                                              [](const auto& r) { return r.status() >= 200; }));
    }
    void check_clean() const {
        check_nothing_left(rig);
        CHECK(finals() == 1);
    }

    Rig rig;
    std::vector<std::unique_ptr<Wic>> wics;
    std::shared_ptr<CoreRequest> core;
};

}  // namespace wims::test
