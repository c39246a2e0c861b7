// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "registry/journal/disk.hpp"

namespace wims::test {

/// A disk whose power can fail: then what was not synced is gone. It outlives the Disks that use it, and can be full,
/// broken and damaged.
class Platter {
public:
    struct Node {
        std::string now, kept;  ///< as written, and as a loss of power leaves it
        std::uint64_t reserved = 0;
    };
    using Names = std::map<std::string, std::shared_ptr<Node>>;

    /// Nothing that is open now works any more. `survives` says which 512 octets that were written and not synced are on the
    /// disk all the same.
    void lose_power(const std::function<bool()>& survives = [] { return false; }) {
        const std::lock_guard lock(mutex);
        ++powers;
        names = kept_names;
        for (auto& [name, node] : names) {
            for (std::size_t at = 0; at < node->now.size(); at += 512) {
                if (!survives()) continue;
                if (node->kept.size() < node->now.size()) node->kept.resize(node->now.size());
                node->kept.replace(at, 512, node->now, at, 512);
            }
            node->now = node->kept;
        }
    }
    std::string& file(const std::string& name) { return names.at(name)->now; }
    std::vector<std::string> list() const {
        std::vector<std::string> all;
        for (const auto& [name, node] : names) all.push_back(name);
        return all;
    }
    std::uint64_t used() const {
        std::uint64_t sum = 0;
        for (const auto& [name, node] : names) sum += std::max<std::uint64_t>(node->now.size(), node->reserved);
        return sum;
    }

    std::mutex mutex;
    Names names, kept_names;
    std::uint64_t size = ~std::uint64_t{0};  ///< of the disk
    bool broken = false;                     ///< sync fails
    int powers = 0;                          ///< losses so far
    int syncs = 0;
};

class MemoryDisk final : public registry::Disk {
public:
    explicit MemoryDisk(Platter& platter) : platter_(platter), power_(platter.powers) {}

    Result<std::unique_ptr<registry::File>> open(const std::string& name, bool create) override {
        const std::lock_guard lock(platter_.mutex);
        if (off()) return dead();
        if (create) platter_.names[name] = std::make_shared<Platter::Node>();
        const auto it = platter_.names.find(name);
        if (it == platter_.names.end()) return Error{ErrorKind::io, name + ": not there"};
        return std::unique_ptr<registry::File>(std::make_unique<MemoryFile>(*this, it->second));
    }
    Result<std::vector<std::string>> list() override {
        const std::lock_guard lock(platter_.mutex);
        if (off()) return dead();
        return platter_.list();
    }
    Result<void> rename(const std::string& from, const std::string& to) override {
        const std::lock_guard lock(platter_.mutex);
        if (off()) return dead();
        platter_.names[to] = platter_.names.at(from);
        platter_.names.erase(from);
        return {};
    }
    Result<void> remove(const std::string& name) override {
        const std::lock_guard lock(platter_.mutex);
        if (off()) return dead();
        platter_.names.erase(name);
        return {};
    }
    Result<void> sync() override {
        const std::lock_guard lock(platter_.mutex);
        if (off()) return dead();
        platter_.kept_names = platter_.names;
        return {};
    }

private:
    class MemoryFile final : public registry::File {
    public:
        MemoryFile(MemoryDisk& disk, std::shared_ptr<Platter::Node> node) : disk_(disk), node_(std::move(node)) {}

        Result<void> write(std::uint64_t offset, std::string_view octets) override {
            const std::lock_guard lock(disk_.platter_.mutex);
            if (disk_.off()) return dead();
            if (const auto good = grow(offset + octets.size()); !good) return good;
            node_->now.replace(offset, octets.size(), octets);
            return {};
        }
        Result<std::string> read(std::uint64_t offset, std::size_t size) override {
            const std::lock_guard lock(disk_.platter_.mutex);
            if (disk_.off()) return dead();
            if (offset >= node_->now.size()) return std::string();
            return node_->now.substr(offset, size);
        }
        Result<std::uint64_t> size() override { return std::uint64_t{node_->now.size()}; }
        Result<void> reserve(std::uint64_t size) override {
            const std::lock_guard lock(disk_.platter_.mutex);
            if (disk_.off()) return dead();
            if (const auto good = grow(size); !good) return good;
            node_->reserved = std::max(node_->reserved, size);
            return {};
        }
        Result<void> truncate(std::uint64_t size) override {
            const std::lock_guard lock(disk_.platter_.mutex);
            if (disk_.off()) return dead();
            node_->now.resize(size);
            node_->reserved = size;
            return {};
        }
        Result<void> sync() override {
            const std::lock_guard lock(disk_.platter_.mutex);
            if (disk_.off()) return dead();
            if (disk_.platter_.broken) return Error{ErrorKind::io, "input/output error"};
            node_->kept = node_->now;
            ++disk_.platter_.syncs;
            return {};
        }

    private:
        Result<void> grow(std::uint64_t size) {
            if (size <= node_->now.size()) return {};
            if (disk_.platter_.used() + (size - node_->now.size()) > disk_.platter_.size)
                return Error{ErrorKind::limit, "no space left on device"};
            node_->now.resize(size);
            return {};
        }
        MemoryDisk& disk_;
        std::shared_ptr<Platter::Node> node_;
    };

    bool off() const noexcept { return power_ != platter_.powers; }
    static Error dead() { return {ErrorKind::io, "no power"}; }

    Platter& platter_;
    const int power_;
};

}  // namespace wims::test
