// SPDX-License-Identifier: Apache-2.0
#include "registry/journal/journal_file.hpp"

#include <algorithm>
#include <optional>

#include "common/core/random.hpp"
#include "registry/journal/crc32c.hpp"
#include "registry/model/octets.hpp"

namespace wims::registry {
namespace {

constexpr std::string_view kind = "wims-registrar-1";
constexpr std::string_view frame_mark = "WJF1";
constexpr std::size_t search_step = std::size_t{1} << 20;

Error damaged(const std::string& name, std::uint64_t offset, const std::string& text) {
    return {ErrorKind::protocol, name + ": damaged at octet " + std::to_string(offset) + ": " + text, 0};
}

std::uint32_t check(std::uint64_t salt, std::uint64_t number, std::string_view payload) {
    std::string around;
    OctetWriter out(around);
    out.number(salt);
    out.number(number);
    out.number(static_cast<std::uint32_t>(payload.size()));
    return crc32c(payload, crc32c(around));
}

/// A reader of frames, one after the other or by search.
class Frames {
public:
    Frames(File& file, std::uint64_t salt, std::uint64_t size) : file_(file), salt_(salt), size_(size) {}

    /// The payload of a whole frame with a number of at least `number` at this place; nothing: there is none.
    Result<std::optional<std::string>> at(std::uint64_t offset, std::uint64_t number, bool exactly) {
        const auto none = std::optional<std::string>();
        const auto head = file_.read(offset, JournalFile::frame_octets);
        if (!head) return head.error();
        if (head->size() < JournalFile::frame_octets || !head->starts_with(frame_mark)) return none;
        OctetReader in(std::string_view(*head).substr(frame_mark.size()));
        const auto length = in.number<std::uint32_t>();
        const auto found = in.number<std::uint64_t>();
        const auto crc = in.number<std::uint32_t>();
        if (found < number || (exactly && found != number)) return none;
        if (length > size_ - std::min(size_, offset + JournalFile::frame_octets)) return none;
        auto payload = file_.read(offset + JournalFile::frame_octets, length);
        if (!payload) return payload.error();
        if (payload->size() != length || check(salt_, found, *payload) != crc) return none;
        return std::optional(std::move(*payload));
    }

    struct Rest {
        bool empty = true;    ///< zeros to the end
        bool frames = false;  ///< a whole frame lies there
    };
    Result<Rest> search(std::uint64_t offset, std::uint64_t number) {
        Rest rest;
        while (offset < size_) {
            const auto chunk = file_.read(offset, search_step + frame_mark.size());
            if (!chunk) return chunk.error();
            if (chunk->empty()) break;
            rest.empty = rest.empty && chunk->find_first_not_of('\0') == std::string::npos;
            for (auto i = chunk->find(frame_mark); i != std::string::npos && i < search_step;
                 i = chunk->find(frame_mark, i + 1)) {
                const auto frame = at(offset + i, number, false);
                if (!frame) return frame.error();
                rest.frames = rest.frames || frame->has_value();
            }
            offset += search_step;
        }
        return rest;
    }

private:
    File& file_;
    std::uint64_t salt_, size_;
};

struct Head {
    bool good = false;
    std::uint64_t generation = 0, salt = 0;
};

Head read_head(std::string_view octets) {
    if (octets.size() < JournalFile::head_octets || !octets.starts_with(kind)) return {};
    OctetReader in(octets.substr(kind.size()));
    Head head;
    head.generation = in.number<std::uint64_t>();
    head.salt = in.number<std::uint64_t>();
    head.good = in.number<std::uint32_t>() == crc32c(octets.substr(0, JournalFile::head_octets - 4));
    return head;
}

}  // namespace

Result<std::unique_ptr<JournalFile>> JournalFile::create(Disk& disk, const std::string& name, std::uint64_t generation,
                                                         std::uint64_t reserve) {
    auto file = disk.open(name, true);
    if (!file) return file.error();
    const auto salt = random_u64();
    std::string head(kind);
    OctetWriter out(head);
    out.number(generation);
    out.number(salt);
    out.number(crc32c(head));
    auto made = std::unique_ptr<JournalFile>(new JournalFile(std::move(*file), salt));
    const auto fill = [&]() -> Result<void> {
        if (const auto good = made->reserve(reserve); !good) return good;
        if (const auto good = made->file_->write(0, head); !good) return good;
        if (const auto good = made->sync(); !good) return good;
        return disk.sync();
    };
    if (const auto good = fill(); !good) {
        static_cast<void>(disk.remove(name));
        return good.error();
    }
    return made;
}

Result<void> JournalFile::append(std::string_view payload) {
    std::string frame(frame_mark);
    frame.reserve(frame_octets + payload.size());
    OctetWriter out(frame);
    out.number(static_cast<std::uint32_t>(payload.size()));
    out.number(number_ + 1);
    out.number(check(salt_, number_ + 1, payload));
    frame.append(payload);
    if (const auto good = file_->write(end_, frame); !good) return good;
    ++number_;
    end_ += frame.size();
    return {};
}

Result<void> JournalFile::reserve(std::uint64_t octets) {
    if (reserved_ >= end_ + octets) return {};
    if (const auto good = file_->reserve(end_ + octets); !good) return good;
    reserved_ = end_ + octets;
    return {};
}

Result<void> JournalFile::trim() {
    reserved_ = end_;
    return file_->truncate(end_);
}

Result<JournalFile::Read> JournalFile::read(File& file, const std::string& name, std::uint64_t generation,
                                            const std::function<Result<void>(std::string_view)>& payload) {
    const auto size = file.size();
    if (!size) return size.error();
    const auto octets = file.read(0, head_octets);
    if (!octets) return octets.error();
    const auto head = read_head(*octets);
    Read read;
    if (!head.good) {
        Frames rest(file, 0, *size);
        const auto after = rest.search(head_octets, 0);
        if (!after) return after.error();
        if (!after->empty) return damaged(name, 0, "this is no head of a journal");
        read.unbegun = true;
        return read;
    }
    if (head.generation != generation) return damaged(name, kind.size(), "the file is of another generation");
    Frames frames(file, head.salt, *size);
    read.end = head_octets;
    std::uint64_t number = 1;
    for (;; ++number) {
        const auto frame = frames.at(read.end, number, true);
        if (!frame) return frame.error();
        if (!*frame) break;
        if (const auto good = payload(**frame); !good)
            return Error{good.error().kind, name + ", octet " + std::to_string(read.end) + ": " + good.error().text, 0};
        read.end += frame_octets + (*frame)->size();
    }
    const auto rest = frames.search(read.end, number + 1);
    if (!rest) return rest.error();
    if (rest->frames) return damaged(name, read.end, "what follows is whole");
    read.torn = !rest->empty;
    return read;
}

}  // namespace wims::registry
