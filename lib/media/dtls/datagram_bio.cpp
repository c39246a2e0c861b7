// SPDX-License-Identifier: Apache-2.0
#include "media/dtls/datagram_bio.hpp"

#include <algorithm>
#include <cstring>

#include "media/dtls/certificate.hpp"

namespace wims::media::dtls {

namespace {

DatagramPipe& pipe_of(BIO* bio) { return *static_cast<DatagramPipe*>(BIO_get_data(bio)); }

int write(BIO* bio, const char* data, int size) {
    BIO_clear_retry_flags(bio);
    const auto* octets = reinterpret_cast<const std::uint8_t*>(data);
    pipe_of(bio).outgoing.emplace_back(octets, octets + size);
    return size;
}

int read(BIO* bio, char* data, int room) {
    BIO_clear_retry_flags(bio);
    auto& incoming = pipe_of(bio).incoming;
    if (incoming.empty()) {
        BIO_set_retry_read(bio);
        return -1;
    }
    // What does not fit is lost, as recv() loses it.
    const auto size = std::min(incoming.size(), static_cast<std::size_t>(room));
    std::memcpy(data, incoming.data(), size);
    incoming = {};
    return static_cast<int>(size);
}

long control(BIO* bio, int command, long number, void*) {
    auto& pipe = pipe_of(bio);
    switch (command) {
        case BIO_CTRL_FLUSH: return 1;
        case BIO_CTRL_PENDING: return static_cast<long>(pipe.incoming.size());
        case BIO_CTRL_DGRAM_QUERY_MTU:
        case BIO_CTRL_DGRAM_GET_FALLBACK_MTU:
        case BIO_CTRL_DGRAM_GET_MTU: return static_cast<long>(pipe.mtu);
        case BIO_CTRL_DGRAM_SET_MTU: return number;
        default: return 0;  // the MTU above is payload already: no overhead to subtract
    }
}

int create(BIO* bio) {
    BIO_set_init(bio, 1);
    return 1;
}

}  // namespace

BIO* new_datagram_bio(DatagramPipe& pipe) {
    static const Owned<BIO_METHOD> method = [] {
        Owned<BIO_METHOD> m(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "datagram pipe"));
        BIO_meth_set_write(m.get(), write);
        BIO_meth_set_read(m.get(), read);
        BIO_meth_set_ctrl(m.get(), control);
        BIO_meth_set_create(m.get(), create);
        return m;
    }();
    BIO* bio = BIO_new(method.get());
    if (bio != nullptr) BIO_set_data(bio, &pipe);
    return bio;
}

}  // namespace wims::media::dtls
