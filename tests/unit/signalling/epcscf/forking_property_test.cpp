// SPDX-License-Identifier: Apache-2.0
#include <random>

#include "forked_call.hpp"

using namespace wims;
using namespace wims::test;

namespace {

/// One forked call to which things happen in random order.
class RandomCall {
public:
    RandomCall(std::size_t devices, std::uint32_t seed)
        : call_(devices, [](auto& config) { config.no_answer = 60s; }), random_(seed), closed_(devices) {}

    void run(bool late_offer) {
        call_.call(late_offer ? "" : phone_offer);
        for (int i = 0; i < 12; ++i) step(late_offer);
        finish();
    }

private:
    std::size_t pick(std::size_t n) { return random_() % n; }

    void step(bool late_offer) {
        const auto device = pick(closed_.size());
        switch (pick(13)) {
            case 0: return answer(device, 180);
            case 1: return answer(device, 183, late_offer ? "" : browser_answer);
            case 2: return answer(device, 200, late_offer ? browser_offer : browser_answer);
            case 3: return answer(device, 486);
            case 4: return answer(device, 603);
            case 5: return answer(device, 200, phone_answer);  // of no use
            case 6: return close(device);
            case 7:
                if (const auto run = call_.core->cancel; run && !call_.core->answered()) run();
                return call_.rig.run();
            case 8: return core_sends("BYE");
            case 9: return core_sends("ACK", late_offer ? phone_answer : "");
            case 10: return call_.rig.gateway.faults.set(pick(2) == 0 ? Fault::none : every_fault[pick(6)]);
            case 11:
                call_.rig.gateway.tell(pick(2) == 0 ? iq::EventKind::gateway_lost : iq::EventKind::dtls_established,
                                       1 + pick(closed_.size()));
                return call_.rig.run();
            default: return call_.rig.pass(std::chrono::milliseconds(pick(4000)));
        }
    }
    void answer(std::size_t device, int status, std::string sdp = {}) {
        if (!closed_[device] && !call_.wic(device).requests("INVITE").empty())
            call_.says(device, status, std::move(sdp));
    }
    void close(std::size_t device) {
        if (!closed_[device]) call_.wic(device).close();
        closed_[device] = true;
    }
    void core_sends(const std::string& method, std::string sdp = {}) {
        if (call_.core->responses.back().status() <= 100) return;
        call_.core_sends(method, method == "ACK" ? 5 : ++cseq_, std::move(sdp));
    }
    /// A caller that lives acknowledges and hangs up; what nobody answers runs into its time.
    void finish() {
        call_.rig.gateway.faults.set(Fault::none);
        call_.rig.pass(100s);
        core_sends("ACK", phone_answer);
        core_sends("BYE");
        call_.rig.pass(300s);
        check();
    }
    void check() {
        CHECK(call_.finals() == 1);
        check_nothing_left(call_.rig);
        for (std::size_t i = 0; i < closed_.size(); ++i) check_device(i);
    }
    /// Every 2xx of a device was acknowledged, and the dialog that it made was ended by one side.
    void check_device(std::size_t device) {
        auto& wic = call_.wic(device);
        CHECK(wic.requests("INVITE").size() <= 1);
        if (closed_[device]) return;
        CHECK(wic.requests("BYE").size() <= wic.requests("ACK").size());
    }

    ForkedCall call_;
    std::mt19937 random_;
    std::vector<bool> closed_;
    int cseq_ = 5;
};

}  // namespace

TEST_CASE(
    "FRK-04 FRK-05 FRK-06 FRK-08 IQ-10: whatever happens to a forked call in whatever order: one final response, "
    "every context given back, no session, no leg left") {
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        CAPTURE(seed);
        RandomCall(2 + seed % 2, seed).run(seed % 5 == 0);
    }
}
