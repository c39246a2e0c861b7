// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <wims/media/ims_agw.hpp>

#include "ng_gateway/ng/dialog.hpp"
#include "ng_gateway/ng/interfaces.hpp"

namespace wims::ng {

struct CallsConfig {
    Duration lost = std::chrono::seconds(60);          ///< a call whose WebRTC client is gone is ended after it
    Duration unanswered = std::chrono::seconds(3600);  ///< an offer without an answer is forgotten after it
    Duration gateway_timeout = std::chrono::seconds(2);
    bool bundle = true;
    std::vector<iq::Codec> codecs;  ///< what the gateway codes into one another
    Interfaces interfaces;
};

/// The calls of one gateway, by Call-ID, each with a dialog for each offerer and branch. One thread.
class Calls {
public:
    Calls(const CallsConfig& config, Executor& executor, media::ImsAgw& gateway, LogSink& log);
    ~Calls();

    /// Once, on the executor.
    using Respond = std::function<void(bencode::Dictionary)>;
    void offer(const bencode::Dictionary& request, const Respond& respond);
    void answer(const bencode::Dictionary& request, const Respond& respond);
    void end(const bencode::Dictionary& request, const Respond& respond);
    bencode::Dictionary query(const bencode::Dictionary& request) const;
    bencode::Dictionary list(const bencode::Dictionary& request) const;

    /// Ends what has timed out; now and then.
    void sweep();
    /// Any thread.
    std::size_t size() const noexcept { return dialogs_; }

private:
    using DialogPtr = std::shared_ptr<Dialog>;
    struct Call {
        WallTime created;
        WallTime last_signal;
        std::vector<DialogPtr> dialogs;
    };
    using Released = std::function<void(std::vector<iq::StreamStatistics>)>;

    DialogPtr find(const Call& call, const bencode::Dictionary& request, const std::string& branch) const;
    Result<DialogPtr> begin(const bencode::Dictionary& request, const Flags& flags, ims_alg::Side from);
    void drop(const std::string& call_id, const DialogPtr& dialog);
    void forget(const std::string& call_id, const DialogPtr& dialog);
    void release(const std::vector<DialogPtr>& dialogs, const Released& done);
    void on_event(const iq::Event& event);

    const CallsConfig config_;
    Executor& executor_;
    media::ImsAgw& gateway_;
    const Logger log_;
    const Tools tools_;
    std::map<std::string, Call, std::less<>> calls_;
    std::atomic<std::size_t> dialogs_{0};  // read by the control address
};

}  // namespace wims::ng
