// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "registry/journal/disk.hpp"

namespace wims::registry {

/// One file of the journal or one snapshot: a head, then frames, each written and synced as one. A frame is whole or not
/// there: it carries its number and a CRC-32C over all of it and over a salt of the file, so that nothing a client wrote
/// can pass for one.
class JournalFile {
public:
    static constexpr std::size_t head_octets = 36, frame_octets = 20;
    static constexpr std::uint32_t largest_frame = 1U << 30;

    /// A new file, with room for `reserve` octets; on disk when this returns.
    static Result<std::unique_ptr<JournalFile>> create(Disk& disk, const std::string& name, std::uint64_t generation,
                                                       std::uint64_t reserve);

    /// Adds a frame; it is safe when sync() has returned.
    Result<void> append(std::string_view payload);
    Result<void> sync() { return file_->sync(); }
    /// Makes room for this many octets after what is written.
    Result<void> reserve(std::uint64_t octets);
    /// Gives back what was reserved and not used.
    Result<void> trim();

    std::uint64_t octets() const noexcept { return end_; }
    /// For the payloads of frames, less what their heads take.
    std::uint64_t room() const noexcept { return reserved_ > end_ ? reserved_ - end_ : 0; }

    /// What reading an existing file found.
    struct Read {
        std::uint64_t end = 0;  ///< of the last whole frame
        bool torn = false;      ///< something that is no frame comes after it
        bool unbegun = false;   ///< not even the head is whole, and nothing else was written
    };
    /// Hands out the payload of each frame, in order. protocol: damaged before a frame that is whole, or the head is, or
    /// it is of another generation or kind; what `payload` says ends it too.
    static Result<Read> read(File& file, const std::string& name, std::uint64_t generation,
                             const std::function<Result<void>(std::string_view)>& payload);

private:
    JournalFile(std::unique_ptr<File> file, std::uint64_t salt) : file_(std::move(file)), salt_(salt) {}

    std::unique_ptr<File> file_;
    std::uint64_t salt_;
    std::uint64_t number_ = 0;  ///< of the last frame
    std::uint64_t end_ = head_octets, reserved_ = 0;
};

}  // namespace wims::registry
