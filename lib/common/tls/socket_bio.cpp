// SPDX-License-Identifier: Apache-2.0
#include "common/tls/socket_bio.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <cstdint>

namespace wims::tls {

namespace {

int descriptor(BIO* bio) { return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio))); }

bool later() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

int write_ex(BIO* bio, const char* data, std::size_t length, std::size_t* written) {
    BIO_clear_retry_flags(bio);
    const auto n = ::send(descriptor(bio), data, length, MSG_NOSIGNAL);
    if (n >= 0) return *written = static_cast<std::size_t>(n), 1;
    if (later()) BIO_set_retry_write(bio);
    return 0;
}

int read_ex(BIO* bio, char* data, std::size_t length, std::size_t* readbytes) {
    BIO_clear_retry_flags(bio);
    const auto n = ::recv(descriptor(bio), data, length, 0);
    if (n > 0) return *readbytes = static_cast<std::size_t>(n), 1;
    if (n < 0 && later()) BIO_set_retry_read(bio);
    if (n == 0) BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    return 0;
}

long control(BIO* bio, int command, long, void*) {
    if (command == BIO_CTRL_EOF) return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

}  // namespace

Handle<BIO_METHOD> make_socket_bio_method() {
    Handle<BIO_METHOD> method(BIO_meth_new(BIO_TYPE_SOURCE_SINK | BIO_get_new_index(), "wims socket"));
    if (!method) return method;
    BIO_meth_set_write_ex(method.get(), write_ex);
    BIO_meth_set_read_ex(method.get(), read_ex);
    BIO_meth_set_ctrl(method.get(), control);
    return method;
}

BIO* make_socket_bio(const BIO_METHOD* method, int fd) {
    BIO* bio = BIO_new(method);
    if (bio == nullptr) return nullptr;
    BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(fd)));
    BIO_set_init(bio, 1);
    return bio;
}

}  // namespace wims::tls
