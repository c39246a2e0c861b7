// SPDX-License-Identifier: Apache-2.0
#include <wims/signalling.h>

#include <memory>
#include <optional>

#include <wims/signalling/ims_alg.hpp>

#include "iq_plan.hpp"

struct wims_alg : wims::c::Handle {
    static constexpr std::uint32_t handle_kind = wims::c::kind_of("walg");
    explicit wims_alg(wims::ims_alg::Policy policy) : Handle(handle_kind), negotiation(std::move(policy)) {}

    wims::ims_alg::Negotiation negotiation;
    // Each description is written once, however often it is asked for: writing it again would count its version up.
    std::optional<std::string> offer, answer;
};

using namespace wims;

namespace {

wims_status read_side(ims_alg::Side& out, int32_t side) {
    if (side != WIMS_SIDE_ACCESS && side != WIMS_SIDE_CORE)
        return c::fail(WIMS_TYPE_USAGE, 0, "side is neither access nor core");
    out = side == WIMS_SIDE_ACCESS ? ims_alg::Side::access : ims_alg::Side::core;
    return WIMS_OK;
}

wims_status hand_out(const Result<ims_alg::MediaPlan>& plan, wims_iq_plan_fn done, void* user) {
    if (!plan) return c::fail(plan.error());
    if (done == nullptr) return WIMS_OK;
    const c::PlanView view(plan->streams, plan->access_remote, plan->refused);
    done(user, &view.plan());
    return WIMS_OK;
}

wims_status text_of(char* out, size_t* size, std::optional<std::string>& kept, std::string written) {
    if (!kept && !written.empty()) kept = std::move(written);
    if (!kept)
        return c::fail(WIMS_TYPE_USAGE, 0, "there is nothing to forward: no offer or answer, or nothing reserved");
    return c::copy_out(out, size, *kept);
}

}  // namespace

extern "C" wims_status wims_alg_create(wims_alg** out, const wims_alg_config* config) {
    return c::guard([&]() -> wims_status {
        if (out == nullptr) return c::null_argument("out is NULL");
        wims_alg_config in;
        if (const auto s = c::read(in, config); s != WIMS_OK) return s;
        ims_alg::Policy policy;
        policy.bundle = in.no_bundle == 0;
        policy.core_srtp = ims_alg::CoreSrtp::never;  // a wims_iq_stream has no place for its keys
        if (in.core_user.size != 0) policy.core_user = c::text(in.core_user);
        *out = new wims_alg(std::move(policy));
        return WIMS_OK;
    });
}

extern "C" void wims_alg_destroy(wims_alg* alg) { c::destroy(alg); }

extern "C" wims_status wims_alg_offer(wims_alg* alg, int32_t side, wims_str sdp, wims_iq_plan_fn done, void* user) {
    return c::guard([&]() -> wims_status {
        ims_alg::Side from{};
        if (const auto s = c::check(alg); s != WIMS_OK) return s;
        if (const auto s = read_side(from, side); s != WIMS_OK) return s;
        const auto plan = alg->negotiation.offer(from, c::view(sdp));
        if (plan) {
            alg->offer.reset();
            alg->answer.reset();
        }
        return hand_out(plan, done, user);
    });
}

extern "C" wims_status wims_alg_reserved(wims_alg* alg, const wims_alg_gateway* gateway) {
    return c::guard([&]() -> wims_status {
        if (const auto s = c::check(alg); s != WIMS_OK) return s;
        wims_alg_gateway in;
        if (const auto s = c::read(in, gateway); s != WIMS_OK) return s;
        if (in.core_count > 0 && in.core == nullptr) return c::null_argument("core is NULL");
        iq::Reserved reserved;
        reserved.context = 1;
        reserved.access_address = {c::text(in.access_ip), in.access_port};
        reserved.access.ice = {c::text(in.ufrag), c::text(in.pwd)};
        reserved.access.ice_lite = true;
        reserved.access.fingerprints = {{c::text(in.fingerprint.hash), c::text(in.fingerprint.value)}};
        // The one host candidate of a lite agent. [RFC 8445 5.1.2.1]
        reserved.access.candidates = {{"1", 1, "UDP", 2130706431, reserved.access_address.ip, in.access_port, "host"}};
        for (std::size_t i = 0; i < in.core_count; ++i) {
            const auto& core = in.core[i];
            reserved.core.push_back(
                {core.stream, {c::text(core.ip), core.rtp_port}, {c::text(core.ip), core.rtcp_port}});
        }
        alg->negotiation.reserved(reserved);
        return WIMS_OK;
    });
}

extern "C" wims_status wims_alg_forwarded_offer(char* out, size_t* size, wims_alg* alg) {
    return c::guard([&]() -> wims_status {
        if (const auto s = c::check(alg); s != WIMS_OK) return s;
        return text_of(out, size, alg->offer, alg->offer ? std::string() : alg->negotiation.forwarded_offer());
    });
}

extern "C" wims_status wims_alg_answer(wims_alg* alg, int32_t side, wims_str sdp, wims_iq_plan_fn done, void* user) {
    return c::guard([&]() -> wims_status {
        ims_alg::Side from{};
        if (const auto s = c::check(alg); s != WIMS_OK) return s;
        if (const auto s = read_side(from, side); s != WIMS_OK) return s;
        const auto plan = alg->negotiation.answer(from, c::view(sdp));
        if (plan) alg->answer.reset();
        return hand_out(plan, done, user);
    });
}

extern "C" wims_status wims_alg_forwarded_answer(char* out, size_t* size, wims_alg* alg) {
    return c::guard([&]() -> wims_status {
        if (const auto s = c::check(alg); s != WIMS_OK) return s;
        return text_of(out, size, alg->answer, alg->answer ? std::string() : alg->negotiation.forwarded_answer());
    });
}

extern "C" wims_status wims_alg_abandon_offer(wims_alg* alg) {
    return c::guard([&]() -> wims_status {
        if (const auto s = c::check(alg); s != WIMS_OK) return s;
        alg->negotiation.abandon_offer();
        alg->offer.reset();
        return WIMS_OK;
    });
}
