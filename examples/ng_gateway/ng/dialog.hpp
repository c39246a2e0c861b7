// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <wims/common/log.hpp>
#include <wims/iq/gateway.hpp>
#include <wims/signalling/ims_alg.hpp>

#include "ng_gateway/ng/flags.hpp"

namespace wims::ng {

/// What every dialog works with; outlives them.
struct Tools {
    Executor& executor;
    iq::Gateway& gateway;
    Logger log;
    ims_alg::Policy policy;  ///< its transcodes: what the gateway has
    Duration gateway_timeout;
};

/// One offerer, whoever answers it, and the gateway's context between them: one side is WebRTC and the other is RTP. Of
/// several who answer one offer, the last one is heard, and whoever answers again. What comes while the gateway works on
/// something waits for it.
class Dialog : public std::enable_shared_from_this<Dialog> {
public:
    /// `transcodes`: of what the gateway codes, what this call may use.
    Dialog(const Tools& tools, std::string offerer, ims_alg::Side side, std::string branch,
           std::vector<iq::Codec> transcodes);

    /// The description that goes to the other side, or why there is none. Once, on the executor.
    using Described = std::function<void(Result<std::string>)>;
    void offer(ims_alg::Side from, std::string sdp, Flags flags, Described done);
    void answer(ims_alg::Side from, const std::string& tag, std::string sdp, Flags flags, Described done);
    /// Then nothing of it is left at the gateway.
    using Ended = std::function<void(std::vector<iq::StreamStatistics>)>;
    void release(Ended done);

    /// The side of somebody who has offered or answered here.
    std::optional<ims_alg::Side> side_of(std::string_view tag) const noexcept;
    const std::string& offerer() const noexcept { return offerer_; }
    ims_alg::Side first_side() const noexcept { return side_; }
    const std::string& branch() const noexcept { return branch_; }
    const std::vector<std::string>& answerers() const noexcept { return answerers_; }
    bool answered() const noexcept { return negotiation_.agreed(); }
    iq::ContextId context() const noexcept { return context_; }

    /// When it began; when its media was lost, if it was.
    TimePoint since() const noexcept { return since_; }
    const std::optional<TimePoint>& lost() const noexcept { return lost_; }
    void lose(TimePoint now) { lost_ = now; }

private:
    void run(Task task);
    void next();
    void reserve(const ims_alg::MediaPlan& plan, Flags flags, Described done);
    void configure(const ims_alg::MediaPlan& plan, Described done, std::function<std::string()> describe);
    std::string described(std::string sdp, const Flags& flags) const;

    const Tools& tools_;
    const std::string offerer_;
    const ims_alg::Side side_;
    const std::string branch_;
    const TimePoint since_;
    const TrailId trail_;

    ims_alg::Negotiation negotiation_;
    std::vector<std::string> answerers_;
    iq::ContextId context_ = 0;
    std::optional<TimePoint> lost_;
    bool ended_ = false;
    bool busy_ = false;
    std::deque<Task> waiting_;
};

}  // namespace wims::ng
