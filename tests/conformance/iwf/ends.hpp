// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include <wims/iwf/link.hpp>

namespace wims::test {

/// What one end got, and waits for it. Thread-safe.
class Received {
public:
    void add(iwf::Frame frame) {
        change([&] { frames_.push_back(std::move(frame)); });
    }
    void change(const std::function<void()>& what) {
        const std::lock_guard lock(mutex_);
        what();
        changed_.notify_all();
    }
    bool wait(const std::function<bool()>& condition, std::chrono::seconds patience = std::chrono::seconds(10)) const {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, patience, condition);
    }
    std::vector<iwf::Frame> wait_frames(std::size_t n) const {
        wait([&] { return frames_.size() >= n; });
        const std::lock_guard lock(mutex_);
        return frames_;
    }

private:
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::vector<iwf::Frame> frames_;
};

/// A P-CSCF instance that remembers.
class PCscfDouble final : public iwf::PCscfEnd {
public:
    explicit PCscfDouble(std::string instance = "p-cscf-1") : instance_(std::move(instance)) {}
    const std::string& instance() const override { return instance_; }
    void attach(std::uint32_t node, iwf::Link& iwf) override {
        got.change([&] { iwfs[node] = &iwf; });
    }
    void detach(std::uint32_t node) override {
        got.change([&] { iwfs.erase(node), ++detached; });
    }
    void send(iwf::Frame frame) override { got.add(std::move(frame)); }
    iwf::Link* wait_attached(std::uint32_t node) {
        iwf::Link* link = nullptr;
        got.wait([&] { return iwfs.count(node) != 0 && ((link = iwfs.at(node)) != nullptr); });
        return link;
    }
    bool wait_detached(int times = 1) const {
        return got.wait([&] { return detached >= times; });
    }

    Received got;
    std::map<std::uint32_t, iwf::Link*> iwfs;
    int detached = 0;

private:
    const std::string instance_;
};

/// An IWF that remembers.
class IwfDouble final : public iwf::IwfEnd {
public:
    explicit IwfDouble(iwf::Node node = {7, 70}) : node_(node) {}
    iwf::Node node() const override { return node_; }
    void attach(const std::string& instance, iwf::Link& p_cscf) override {
        got.change([&] { p_cscfs[instance] = &p_cscf; });
    }
    void detach(const std::string& instance) override {
        got.change([&] { p_cscfs.erase(instance), ++detached; });
    }
    void send(iwf::Frame frame) override { got.add(std::move(frame)); }
    iwf::Link* wait_attached(const std::string& instance) {
        iwf::Link* link = nullptr;
        got.wait([&] { return p_cscfs.count(instance) != 0 && ((link = p_cscfs.at(instance)) != nullptr); });
        return link;
    }
    bool wait_detached(int times = 1) const {
        return got.wait([&] { return detached >= times; });
    }

    Received got;
    std::map<std::string, iwf::Link*> p_cscfs;
    int detached = 0;

private:
    const iwf::Node node_;
};

}  // namespace wims::test
