// SPDX-License-Identifier: Apache-2.0
#include "signalling/iwf/link/link_connection.hpp"

namespace wims::iwf {

LinkConnection::LinkConnection(EventLoop& loop, std::unique_ptr<net::Channel> channel, Hello ours,
                               const LinkPatience& patience, Owner& owner)
    : loop_(loop), ours_(std::move(ours)), patience_(patience), owner_(owner), heard_(loop.now()),
      outbox_(std::make_shared<Outbox>()), stream_(loop, std::move(channel), *this), timer_(loop) {
    outbox_->connection = this;
    timer_.start(patience_.handshake, [this] { stream_.abort("the handshake took too long"); });
}

LinkConnection::~LinkConnection() { outbox_->connection = nullptr; }

// Everything that threads send until the loop comes round goes out in one write.
void LinkConnection::send(Frame frame) {
    const auto octets = encode(frame);
    if (octets.size() > link_message_limit) return;  // the receiver would end the link for it
    bool first = false;
    {
        const std::lock_guard lock(outbox_->mutex);
        // Beyond it the link is being given up already.
        if (outbox_->waiting.size() > patience_.unsent) return;
        first = outbox_->waiting.empty();
        outbox_->waiting += octets;
    }
    if (!first) return;
    loop_.post([outbox = outbox_] {
        if (outbox->connection != nullptr) outbox->connection->flush();
    });
}

void LinkConnection::flush() {
    std::string octets;
    {
        const std::lock_guard lock(outbox_->mutex);
        octets.swap(outbox_->waiting);
    }
    if (octets.empty()) return;
    stream_.write(octets);
    if (stream_.unsent() > patience_.unsent) stream_.abort("the peer does not read");
}

void LinkConnection::on_open() { stream_.write(encode(ours_)); }

void LinkConnection::on_data(std::string_view octets) {
    heard_ = loop_.now();
    reader_.feed(octets);
    while (!ended_) {
        LinkMessage message;
        const auto came = reader_.next(message);
        if (came && !*came) return;
        const auto handled = came ? handle(std::move(message)) : Result<void>(came.error());
        if (handled) continue;
        ended_ = true;
        stream_.abort(handled.error().text);
    }
}

Result<void> LinkConnection::handle(LinkMessage message) {
    if (const auto* hello = std::get_if<Hello>(&message)) {
        if (std::exchange(greeted_, true)) return Error{ErrorKind::protocol, "greeted twice"};
        if (hello->version != ours_.version)
            return Error{ErrorKind::protocol, "the peer speaks version " + std::to_string(hello->version)};
        if (auto welcome = owner_.greeted(*this, *hello); !welcome) return welcome.error();
        beat();
        return {};
    }
    if (!greeted_) return Error{ErrorKind::protocol, "no greeting"};
    if (auto* frame = std::get_if<Frame>(&message)) return owner_.received(*this, std::move(*frame));
    return {};
}

// A peer that is stopped, or a network that lost it, closes nothing: only its silence tells.
void LinkConnection::beat() {
    if (loop_.now() - heard_ >= patience_.silence) return stream_.abort("the peer fell silent");
    stream_.write(encode(Heartbeat()));
    timer_.start(patience_.heartbeat, [this] { beat(); });
}

void LinkConnection::on_closed(std::string_view reason) {
    ended_ = true;
    timer_.stop();
    owner_.lost(*this, reason);
}

}  // namespace wims::iwf
