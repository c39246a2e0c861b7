// SPDX-License-Identifier: Apache-2.0
#include "signalling/iwf/link/frame_codec.hpp"

namespace wims::iwf {

namespace {

enum class Kind : std::uint8_t { hello = 1, heartbeat, up, down, sip, close, moved, drain, credit, carries };

// The members of each message, once for both directions: `Codec` is Writer or Reader.

void members(auto& codec, auto& m) requires requires { m.version; }
{ codec(m.version), codec(m.node.node), codec(m.node.boot), codec(m.instance); }
void flow(auto& codec, auto& id) { codec(id.node), codec(id.boot), codec(id.connection); }
void members(auto& codec, auto& m) requires requires { m.tls_cipher; }
{
    flow(codec, m.flow), codec(m.trail), codec(m.origin), codec(m.remote.ip), codec(m.remote.port);
    codec(m.tls_version), codec(m.tls_cipher), codec(m.moves);
}
void members(auto& codec, auto& m) requires requires { m.flow, m.reason; }
{
    flow(codec, m.flow), codec(m.reason);
    if constexpr (requires { m.code; }) codec(m.code);
}
void members(auto& codec, auto& m) requires requires { m.flow, m.message; }
{
    flow(codec, m.flow), codec(m.message);
    if constexpr (requires { m.instance; }) codec(m.instance);
}
void members(auto& codec, auto& m) requires requires { m.bytes; }
{ flow(codec, m.flow), codec(m.bytes); }

template <class T>
constexpr Kind kind_of() {
    if constexpr (std::is_same_v<T, Hello>) return Kind::hello;
    if constexpr (std::is_same_v<T, Heartbeat>) return Kind::heartbeat;
    if constexpr (std::is_same_v<T, Up>) return Kind::up;
    if constexpr (std::is_same_v<T, Down>) return Kind::down;
    if constexpr (std::is_same_v<T, Sip>) return Kind::sip;
    if constexpr (std::is_same_v<T, Close>) return Kind::close;
    if constexpr (std::is_same_v<T, Moved>) return Kind::moved;
    if constexpr (std::is_same_v<T, Drain>) return Kind::drain;
    if constexpr (std::is_same_v<T, Credit>) return Kind::credit;
    if constexpr (std::is_same_v<T, Carries>) return Kind::carries;
}

class Writer {
public:
    explicit Writer(Kind kind) : octets_(4, '\0') { octets_ += static_cast<char>(kind); }
    template <std::unsigned_integral T>
    void operator()(T number) {
        for (int shift = 8 * (sizeof(T) - 1); shift >= 0; shift -= 8)
            octets_ += static_cast<char>(static_cast<std::uint8_t>(number >> shift));
    }
    void operator()(const std::string& text) {
        (*this)(static_cast<std::uint32_t>(text.size()));
        octets_ += text;
    }
    void operator()(const TrailId& trail) { (*this)(trail.hex()); }

    std::string take() {
        const auto length = octets_.size() - 4;
        for (std::size_t i = 0; i < 4; ++i)
            octets_[i] = static_cast<char>(static_cast<std::uint8_t>(length >> (24 - 8 * i)));
        return std::move(octets_);
    }

private:
    std::string octets_;
};

class Reader {
public:
    explicit Reader(std::string_view octets) : left_(octets) {}
    template <std::unsigned_integral T>
    void operator()(T& number) {
        T value = 0;
        for (const char c : take(sizeof(T)))
            value = static_cast<T>((std::uint64_t{value} << 8) | static_cast<std::uint8_t>(c));
        number = value;
    }
    void operator()(std::string& text) {
        std::uint32_t length = 0;
        (*this)(length);
        text = take(length);
    }
    void operator()(TrailId& trail) {
        std::string hex;
        (*this)(hex);
        trail = TrailId::from(hex);
    }
    bool whole() const noexcept { return !short_ && left_.empty(); }

private:
    std::string_view take(std::size_t n) {
        if (n > left_.size()) {
            short_ = true;
            left_ = {};
            return {};
        }
        const auto taken = left_.substr(0, n);
        left_.remove_prefix(n);
        return taken;
    }
    std::string_view left_;
    bool short_ = false;
};

template <class T>
void members_of(auto& codec, T& m) {
    using Plain = std::remove_const_t<T>;
    if constexpr (std::is_same_v<Plain, Heartbeat>) return;
    else if constexpr (std::is_same_v<Plain, Drain>) codec(m.instance);
    else if constexpr (std::is_same_v<Plain, Carries>) flow(codec, m.flow), codec(m.trail);
    else members(codec, m);
}

template <class T>
Result<bool> read(std::string_view octets, LinkMessage& into) {
    T message;
    Reader reader(octets);
    members_of(reader, message);
    if (!reader.whole()) return Error{ErrorKind::protocol, "a message of the link has a wrong length"};
    if constexpr (std::is_same_v<T, Hello> || std::is_same_v<T, Heartbeat>) into.emplace<T>(std::move(message));
    else into.emplace<Frame>(std::move(message));
    return true;
}

Result<bool> decode(std::uint8_t kind, std::string_view octets, LinkMessage& into) {
    switch (static_cast<Kind>(kind)) {
        case Kind::hello: return read<Hello>(octets, into);
        case Kind::heartbeat: return read<Heartbeat>(octets, into);
        case Kind::up: return read<Up>(octets, into);
        case Kind::down: return read<Down>(octets, into);
        case Kind::sip: return read<Sip>(octets, into);
        case Kind::close: return read<Close>(octets, into);
        case Kind::moved: return read<Moved>(octets, into);
        case Kind::drain: return read<Drain>(octets, into);
        case Kind::credit: return read<Credit>(octets, into);
        case Kind::carries: return read<Carries>(octets, into);
    }
    return Error{ErrorKind::protocol, "a message of an unknown kind, " + std::to_string(kind)};
}

template <class T>
std::string write(const T& message) {
    Writer writer(kind_of<T>());
    members_of(writer, message);
    return writer.take();
}

}  // namespace

std::string encode(const LinkMessage& message) {
    if (const auto* frame = std::get_if<Frame>(&message))
        return std::visit([](const auto& f) { return write(f); }, *frame);
    if (const auto* hello = std::get_if<Hello>(&message)) return write(*hello);
    return write(Heartbeat());
}

Result<bool> LinkReader::next(LinkMessage& into) {
    const auto left = std::string_view(buffer_).substr(read_);
    std::uint32_t length = 0;
    if (left.size() >= 4) {
        Reader(left.substr(0, 4))(length);
        if (length == 0 || length > link_message_limit)
            return Error{ErrorKind::protocol, "a message of " + std::to_string(length) + " octets"};
    }
    if (left.size() < 4 || left.size() - 4 < length) {
        buffer_.erase(0, std::exchange(read_, 0));
        return false;
    }
    const auto message = left.substr(4, length);
    read_ += 4 + length;
    return decode(static_cast<std::uint8_t>(message.front()), message.substr(1), into);
}

}  // namespace wims::iwf
