// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "signalling/adapters/sofia/mw_agent.hpp"
#include "signalling/sip/message.hpp"
#include "support/recording_host.hpp"

namespace wims::sofia::test {

using namespace std::chrono_literals;

/// An agent on a free loopback port with a thread, and what it saw. Everything may be called from the test's thread.
class MwPeer {
public:
    explicit MwPeer(MwAgent::Timing timing = {}, const Endpoint& mw = {{"127.0.0.1", 0}, {}}) : thread_("mw-test") {
        run([&] {
            auto created = MwAgent::create(thread_, mw, host, "test", host, timing);
            if (!created) throw std::runtime_error(created.error().text);
            agent_ = std::move(*created);
            agent_->on_request([this](sip::ServerTransactionPtr transaction) { take(std::move(transaction)); });
        });
    }
    ~MwPeer() {
        run([&] {
            kept.clear();
            clients_.clear();
            agent_.reset();
        });
    }

    void run(const Task& task) { thread_.run_and_wait(task); }
    MwAgent& agent() { return *agent_; }
    std::string uri(const std::string& transport = "udp") const {
        return "sip:peer@127.0.0.1:" + std::to_string(agent_->local().port) + ";transport=" + transport;
    }

    /// What the next requests get, on the agent's thread.
    std::function<void(const sip::ServerTransactionPtr&)> serve;
    std::vector<sip::ServerTransactionPtr> kept;  // agent's thread only

    void take(sip::ServerTransactionPtr transaction) {
        const auto method = transaction->request().method();
        kept.push_back(transaction);
        if (serve) serve(transaction);
        note(method);
    }
    /// Sends; each response is noted as "<status>[ local]".
    void send(const sip::Message& request, const std::string& next_hop = {},
              std::function<void(const sip::Message&)> seen = {}) {
        run([&] {
            const auto on_response = [this, seen](const sip::Message& response, bool local) {
                if (seen) seen(response);
                note(std::to_string(response.status()) + (local ? " local" : ""));
            };
            clients_.push_back(agent_->request(request, on_response, next_hop));
        });
    }
    void cancel() {
        run([&] { clients_.back()->cancel("SIP;cause=200"); });
    }
    void drop_client() {
        run([&] { clients_.clear(); });
    }

    void note(const std::string& what) {
        const std::lock_guard lock(mutex_);
        noted_.push_back(what);
        changed_.notify_all();
    }
    std::vector<std::string> noted() {
        const std::lock_guard lock(mutex_);
        return noted_;
    }
    /// Waits until something was noted `times` times.
    bool saw(const std::string& what, int times = 1, Duration patience = 5s) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, patience,
                                 [&] { return std::count(noted_.begin(), noted_.end(), what) >= times; });
    }

    wims::test::RecordingHost host;

private:
    RootThread thread_;
    std::unique_ptr<MwAgent> agent_;
    std::vector<sip::ClientTransactionPtr> clients_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> noted_;
};

inline sip::Message make_request(const std::string& method, const std::string& uri, const std::string& call_id = "c1",
                                 int cseq = 1) {
    auto message = sip::Message::request(method, uri);
    message.append("From", "<sip:alice@example.com>;tag=a1");
    message.append("To", "<sip:bob@example.com>");
    message.append("Call-ID", call_id);
    message.append("CSeq", std::to_string(cseq) + ' ' + method);
    message.append("Contact", "<sip:alice@127.0.0.1:5999>");
    return message;
}

}  // namespace wims::sofia::test
