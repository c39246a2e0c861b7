// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <wims/common/result.hpp>

namespace wims::registry {

/// One file. Errors: limit when the disk is full, else io.
class File {
public:
    virtual ~File() = default;
    virtual Result<void> write(std::uint64_t offset, std::string_view octets) = 0;
    /// Octets from `offset`; fewer than asked for at the end of the file.
    virtual Result<std::string> read(std::uint64_t offset, std::size_t size) = 0;
    virtual Result<std::uint64_t> size() = 0;
    /// Makes the file this long at least, and room for it: writing below cannot fail for want of it afterwards.
    virtual Result<void> reserve(std::uint64_t size) = 0;
    virtual Result<void> truncate(std::uint64_t size) = 0;
    /// What was written before is there after a loss of power.
    virtual Result<void> sync() = 0;
};

/// One directory of files, whose names are kept by sync() only.
class Disk {
public:
    virtual ~Disk() = default;
    virtual Result<std::unique_ptr<File>> open(const std::string& name, bool create) = 0;
    virtual Result<std::vector<std::string>> list() = 0;
    virtual Result<void> rename(const std::string& from, const std::string& to) = 0;
    virtual Result<void> remove(const std::string& name) = 0;
    virtual Result<void> sync() = 0;
};

}  // namespace wims::registry
