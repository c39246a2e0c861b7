// SPDX-License-Identifier: Apache-2.0
#include "wwsf/owner_file.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <unistd.h>

namespace wims::wwsf {

Result<void> write_owner_file(const std::string& path, std::string_view octets) {
    const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return Error{ErrorKind::io, path + ": " + std::strerror(errno)};
    const bool written = write(fd, octets.data(), octets.size()) == static_cast<ssize_t>(octets.size());
    if (close(fd) == 0 && written) return {};
    unlink(path.c_str());
    return Error{ErrorKind::io, path + ": it could not be written whole"};
}

Result<std::string> read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return Error{ErrorKind::io, path + ": " + std::strerror(errno)};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

bool exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

}  // namespace wims::wwsf
