// SPDX-License-Identifier: Apache-2.0
#include "registry/journal/posix_disk.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace wims::registry {
namespace {

constexpr const char* lock_name = "lock";

Error failed(const std::string& what) {
    const int number = errno;
    const auto kind = number == ENOSPC || number == EDQUOT ? ErrorKind::limit : ErrorKind::io;
    return {kind, what + ": " + std::strerror(number), 0};
}

class PosixFile final : public File {
public:
    PosixFile(std::string name, net::Fd fd) : name_(std::move(name)), fd_(std::move(fd)) {}

    Result<void> write(std::uint64_t offset, std::string_view octets) override {
        while (!octets.empty()) {
            const auto done = ::pwrite(fd_.get(), octets.data(), octets.size(), static_cast<off_t>(offset));
            if (done < 0 && errno == EINTR) continue;
            if (done <= 0) return failed(name_ + ": write");
            octets.remove_prefix(static_cast<std::size_t>(done));
            offset += static_cast<std::uint64_t>(done);
        }
        return {};
    }
    Result<std::string> read(std::uint64_t offset, std::size_t size) override {
        std::string octets(size, '\0');
        std::size_t got = 0;
        while (got < size) {
            const auto done = ::pread(fd_.get(), octets.data() + got, size - got, static_cast<off_t>(offset + got));
            if (done < 0 && errno == EINTR) continue;
            if (done < 0) return failed(name_ + ": read");
            if (done == 0) break;
            got += static_cast<std::size_t>(done);
        }
        octets.resize(got);
        return octets;
    }
    Result<std::uint64_t> size() override {
        struct stat status {};
        if (::fstat(fd_.get(), &status) != 0) return failed(name_ + ": fstat");
        return static_cast<std::uint64_t>(status.st_size);
    }
    Result<void> reserve(std::uint64_t size) override {
        if (::fallocate(fd_.get(), 0, 0, static_cast<off_t>(size)) == 0) return {};
        if (errno != EOPNOTSUPP) return failed(name_ + ": reserve");
        if (const int error = ::posix_fallocate(fd_.get(), 0, static_cast<off_t>(size)); error != 0) {
            errno = error;
            return failed(name_ + ": reserve");
        }
        return {};
    }
    Result<void> truncate(std::uint64_t size) override {
        if (::ftruncate(fd_.get(), static_cast<off_t>(size)) != 0) return failed(name_ + ": truncate");
        return {};
    }
    Result<void> sync() override {
        if (::fdatasync(fd_.get()) != 0) return failed(name_ + ": fdatasync");
        return {};
    }

private:
    std::string name_;
    net::Fd fd_;
};

}  // namespace

Result<std::unique_ptr<PosixDisk>> PosixDisk::open(const std::string& directory) {
    if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) return failed(directory);
    net::Fd folder(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder) return failed(directory);
    net::Fd lock(::openat(folder.get(), lock_name, O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!lock) return failed(directory + "/" + lock_name);
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0)
        return Error{ErrorKind::usage, directory + ": another registrar uses this journal", 0};
    return std::unique_ptr<PosixDisk>(new PosixDisk(directory, std::move(folder), std::move(lock)));
}

Result<std::unique_ptr<File>> PosixDisk::open(const std::string& name, bool create) {
    net::Fd fd(::openat(directory_.get(), name.c_str(), O_RDWR | O_CLOEXEC | (create ? O_CREAT | O_TRUNC : 0), 0600));
    if (!fd) return failed(path_ + "/" + name);
    return std::unique_ptr<File>(std::make_unique<PosixFile>(path_ + "/" + name, std::move(fd)));
}

Result<std::vector<std::string>> PosixDisk::list() {
    DIR* folder = ::opendir(path_.c_str());
    if (folder == nullptr) return failed(path_);
    std::vector<std::string> names;
    while (const auto* entry = ::readdir(folder))
        if (const std::string name = entry->d_name; name != "." && name != ".." && name != lock_name)
            names.push_back(name);
    ::closedir(folder);
    return names;
}

Result<void> PosixDisk::rename(const std::string& from, const std::string& to) {
    if (::renameat(directory_.get(), from.c_str(), directory_.get(), to.c_str()) != 0)
        return failed(path_ + "/" + from);
    return {};
}

Result<void> PosixDisk::remove(const std::string& name) {
    if (::unlinkat(directory_.get(), name.c_str(), 0) != 0) return failed(path_ + "/" + name);
    return {};
}

Result<void> PosixDisk::sync() {
    if (::fsync(directory_.get()) != 0) return failed(path_ + ": fsync");
    return {};
}

}  // namespace wims::registry
