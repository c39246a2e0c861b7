// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "common/net/fd.hpp"
#include "registry/journal/disk.hpp"

namespace wims::registry {

/// A directory of this machine, which no other process may use at the same time.
class PosixDisk final : public Disk {
public:
    /// Makes the directory when only its last part is missing. usage: another process has it; io: see the text.
    static Result<std::unique_ptr<PosixDisk>> open(const std::string& directory);

    Result<std::unique_ptr<File>> open(const std::string& name, bool create) override;
    Result<std::vector<std::string>> list() override;
    Result<void> rename(const std::string& from, const std::string& to) override;
    Result<void> remove(const std::string& name) override;
    Result<void> sync() override;

private:
    PosixDisk(std::string path, net::Fd directory, net::Fd lock)
        : path_(std::move(path)), directory_(std::move(directory)), lock_(std::move(lock)) {}

    std::string path_;
    net::Fd directory_, lock_;
};

}  // namespace wims::registry
