// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "mini_ims/options.hpp"

namespace wims::mini_ims {

/// The whole core on one SIP thread: subscriptions, S-CSCF, phones. Created, used and destroyed there.
class Core {
public:
    static Result<std::unique_ptr<Core>> create(SipLoop& loop, EventLoop& media, const Options& options, LogSink& log);

    const SCscf& s_cscf() const { return *s_cscf_; }
    const std::vector<std::unique_ptr<Phone>>& phones() const { return phones_; }
    /// nullptr for a name that no phone has.
    Phone* phone(std::string_view name) const;
    void hang_up_all();
    /// Removal by the HSS of who is registered as `impu`; false when nobody is.
    bool remove(const std::string& impu);

private:
    explicit Core(const Options& options) : hss_(options.subscriptions, options.visited_networks) {}

    const Hss hss_;
    std::unique_ptr<SCscf> s_cscf_;
    std::vector<std::unique_ptr<Phone>> phones_;
};

}  // namespace wims::mini_ims
