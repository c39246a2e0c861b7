// SPDX-License-Identifier: Apache-2.0
#include "registry/journal/records.hpp"

#include "registry/model/octets.hpp"

namespace wims::registry {
namespace {

enum class Kind : std::uint8_t { clock = 1, block = 2, entry = 3, free = 4, end = 5 };

/// Adds one record: its kind, its length, and what `body` writes.
template <class Body>
void add(std::string& out, Kind kind, Body&& body) {
    OctetWriter writer(out);
    writer.number(static_cast<std::uint8_t>(kind));
    const auto length_at = out.size();
    writer.number(std::uint32_t{0});
    body(writer);
    const auto length = static_cast<std::uint32_t>(out.size() - length_at - 4);
    for (std::size_t i = 0; i < 4; ++i) out[length_at + i] = static_cast<char>(length >> (8 * i) & 0xFF);
}

Error unreadable(const char* what) { return {ErrorKind::protocol, std::string("not readable: ") + what, 0}; }

Result<void> read_block(OctetReader& in, const RecordListener& listener) {
    const auto wimpu = in.text();
    if (!in.good()) return unreadable("a block");
    Block* block = listener.block_of(wimpu);
    // One that nobody uses any more may go; its entries say whether somebody does.
    if (block != nullptr && !block->restore(in)) return unreadable("a block");
    return {};
}

Result<void> read_free(OctetReader& in, const RecordListener& listener) {
    Block* block = listener.block_of(in.text());
    for (auto left = in.number<std::uint32_t>(); left > 0 && in.good(); --left)
        if (const auto impu = in.text(); block != nullptr && in.good()) listener.on_free(*block, impu);
    if (!in.good()) return unreadable("free IMPUs");
    return {};
}

Result<void> read_clock(OctetReader& in, const RecordListener& listener) {
    ClockRecord clock;
    clock.process = in.number<std::uint64_t>();
    clock.steady = TimePoint(Duration(in.number<std::int64_t>()));
    clock.wall = WallTime(Duration(in.number<std::int64_t>()));
    constexpr Duration longest{std::int64_t{1} << 60};
    const auto steady = clock.steady.time_since_epoch();
    if (!in.good() || steady > longest || steady < -longest || clock.wall.time_since_epoch() < Duration::zero() ||
        clock.wall.time_since_epoch() > 4 * longest - Duration(1))
        return unreadable("a time");
    listener.on_clock(clock);
    return {};
}

Result<void> read_entry(OctetReader& in, const RecordListener& listener) {
    auto entry = Entry::read(in, listener.block_of);
    if (!entry) return entry.error();
    listener.on_entry(std::move(*entry));
    return {};
}

Result<void> read_record(Kind kind, std::string_view body, const RecordListener& listener) {
    OctetReader in(body);
    switch (kind) {
        case Kind::clock: return read_clock(in, listener);
        case Kind::block: return read_block(in, listener);
        case Kind::entry: return read_entry(in, listener);
        case Kind::free: return read_free(in, listener);
        case Kind::end: listener.on_end(); return {};
    }
    return unreadable("a record of a kind that this version does not know");
}

}  // namespace

void write_record(std::string& out, const ClockRecord& clock) {
    add(out, Kind::clock, [&](OctetWriter& writer) {
        writer.number(clock.process);
        writer.number(std::int64_t{clock.steady.time_since_epoch().count()});
        writer.number(std::int64_t{clock.wall.time_since_epoch().count()});
    });
}

void write_record(std::string& out, const Entry& entry) {
    add(out, Kind::entry, [&](OctetWriter& writer) { entry.write(writer); });
}

void write_record(std::string& out, const Block& block) {
    add(out, Kind::block, [&](OctetWriter& writer) { block.write(writer); });
}

void write_record(std::string& out, const Block& block, const std::vector<std::string>& free) {
    add(out, Kind::free, [&](OctetWriter& writer) {
        writer.text(block.wimpu());
        writer.number(static_cast<std::uint32_t>(free.size()));
        for (const auto& impu : free) writer.text(impu);
    });
}

void write_end(std::string& out) {
    add(out, Kind::end, [](OctetWriter&) {});
}

Result<void> read_records(std::string_view payload, const RecordListener& listener) {
    OctetReader in(payload);
    while (!in.at_end()) {
        const auto kind = in.number<std::uint8_t>();
        const auto body = in.text();
        if (!in.good()) return unreadable("a record is cut off");
        if (const auto good = read_record(static_cast<Kind>(kind), body, listener); !good) return good;
    }
    return {};
}

}  // namespace wims::registry
