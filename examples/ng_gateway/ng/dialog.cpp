// SPDX-License-Identifier: Apache-2.0
#include "ng_gateway/ng/dialog.hpp"

#include <algorithm>
#include <utility>

#include "common/sdp/session_description.hpp"

namespace wims::ng {

using ims_alg::Side;

namespace {

Side other(Side side) { return side == Side::access ? Side::core : Side::access; }

ims_alg::Policy with(ims_alg::Policy policy, std::vector<iq::Codec> transcodes) {
    policy.transcodes = std::move(transcodes);
    return policy;
}

Error ended() { return {ErrorKind::not_found, "the call has ended", 0}; }

}  // namespace

Dialog::Dialog(const Tools& tools, std::string offerer, Side side, std::string branch,
               std::vector<iq::Codec> transcodes)
    : tools_(tools), offerer_(std::move(offerer)), side_(side), branch_(std::move(branch)),
      since_(tools.executor.now()), trail_(TrailId::create()), negotiation_(with(tools.policy, std::move(transcodes))) {
}

std::optional<Side> Dialog::side_of(std::string_view tag) const noexcept {
    if (tag == offerer_) return side_;
    if (std::ranges::find(answerers_, tag) != answerers_.end()) return other(side_);
    return std::nullopt;
}

void Dialog::run(Task task) {
    waiting_.push_back(std::move(task));
    if (!busy_) next();
}

void Dialog::next() {
    busy_ = !waiting_.empty();
    if (!busy_) return;
    const Task task = std::move(waiting_.front());
    waiting_.pop_front();
    task();
}

void Dialog::offer(Side from, std::string sdp, Flags flags, Described reply) {
    run([self = shared_from_this(), from, sdp = std::move(sdp), flags = std::move(flags), reply = std::move(reply)] {
        const auto refuse = [&](Error error) {
            reply(std::move(error));
            self->next();
        };
        if (self->ended_) return refuse(ended());
        self->negotiation_.abandon_offer();  // whoever offers again means the last one
        auto plan = self->negotiation_.offer(from, sdp);
        if (!plan) return refuse(plan.error());
        if (self->context_ == 0) return self->reserve(*plan, flags, reply);
        self->configure(*plan, reply,
                        [self, flags] { return self->described(self->negotiation_.forwarded_offer(), flags); });
    });
}

void Dialog::answer(Side from, const std::string& tag, std::string sdp, Flags flags, Described reply) {
    if (side_of(tag) == std::nullopt) answerers_.push_back(tag);
    run([self = shared_from_this(), from, sdp = std::move(sdp), flags = std::move(flags), reply = std::move(reply)] {
        const auto refuse = [&](Error error) {
            reply(std::move(error));
            self->next();
        };
        if (self->ended_ || self->context_ == 0) return refuse(ended());
        auto plan = self->negotiation_.answer(from, sdp);
        if (!plan) return refuse(plan.error());
        self->configure(*plan, reply,
                        [self, flags] { return self->described(self->negotiation_.forwarded_answer(), flags); });
    });
}

void Dialog::reserve(const ims_alg::MediaPlan& plan, Flags flags, Described reply) {
    iq::ReserveRequest request{trail_, plan.streams, plan.access_remote};
    async<iq::Reserved>(
        tools_.executor, tools_.executor.now() + tools_.gateway_timeout,
        [&](Deadline deadline, Completion<iq::Reserved> completion) {
            tools_.gateway.reserve(request, deadline, std::move(completion));
        },
        [self = shared_from_this(), flags = std::move(flags), reply = std::move(reply)](Result<iq::Reserved> reserved) {
            if (!reserved) {
                reply(reserved.error());
            } else {
                self->context_ = reserved->context;
                self->negotiation_.reserved(*reserved);
                reply(self->described(self->negotiation_.forwarded_offer(), flags));
            }
            self->next();
        })
        .detach();
}

void Dialog::configure(const ims_alg::MediaPlan& plan, Described reply, std::function<std::string()> describe) {
    iq::ConfigureRequest request{trail_, context_, plan.access_remote, plan.streams};
    async<iq::Configured>(
        tools_.executor, tools_.executor.now() + tools_.gateway_timeout,
        [&](Deadline deadline, Completion<iq::Configured> completion) {
            tools_.gateway.configure(request, deadline, std::move(completion));
        },
        [self = shared_from_this(), describe = std::move(describe),
         reply = std::move(reply)](Result<iq::Configured> configured) {
            if (!configured) {
                reply(configured.error());
            } else {
                if (configured->access) self->lost_.reset();
                self->negotiation_.configured(*configured);
                reply(describe());
            }
            self->next();
        })
        .detach();
}

/// transport-protocol may ask for another name of the profile than the IMS-ALG writes.
std::string Dialog::described(std::string sdp, const Flags& flags) const {
    if (flags.transport.find("SAVP") == std::string::npos) return sdp;
    auto description = sdp::parse(sdp);
    if (!description) return sdp;
    for (auto& media : description->media)
        if (media.is_rtp()) media.proto = flags.transport;
    return sdp::to_string(*description);
}

void Dialog::release(Ended reply) {
    run([self = shared_from_this(), reply = std::move(reply)] {
        self->ended_ = true;
        if (self->context_ == 0) {
            reply({});
            return self->next();
        }
        iq::ReleaseRequest request{self->trail_, std::exchange(self->context_, 0)};
        async<iq::Released>(
            self->tools_.executor, self->tools_.executor.now() + self->tools_.gateway_timeout,
            [&](Deadline deadline, Completion<iq::Released> completion) {
                self->tools_.gateway.release(request, deadline, std::move(completion));
            },
            [self, reply](Result<iq::Released> released) {
                reply(released ? std::move(released->streams) : std::vector<iq::StreamStatistics>());
                self->next();
            })
            .detach();
    });
}

}  // namespace wims::ng
