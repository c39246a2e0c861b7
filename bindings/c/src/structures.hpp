// SPDX-License-Identifier: Apache-2.0
// Structures that say their own size: what an older or a newer caller gives, and what it has room for.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "handle.hpp"

namespace wims::c {

inline std::string_view view(wims_str text) noexcept {
    return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.size);
}
inline std::string text(wims_str in) { return std::string(view(in)); }
inline wims_str str(std::string_view in) noexcept { return {in.data(), in.size()}; }

inline std::vector<std::string> texts(const wims_str* in, std::size_t count) {
    std::vector<std::string> out;
    for (std::size_t i = 0; in != nullptr && i < count; ++i) out.push_back(text(in[i]));
    return out;
}

/// Reads what the caller filled: the rest is zero, and an unknown tail must be.
template <class T>
wims_status read(T& out, const T* in) noexcept {
    if (in == nullptr) return null_argument("a structure is NULL");
    const std::size_t size = in->struct_size;
    if (size < sizeof(std::uint32_t) * 2)
        return fail(WIMS_TYPE_USAGE, WIMS_CAUSE_SHORT_STRUCTURE, "struct_size is not set");
    const auto* octets = reinterpret_cast<const unsigned char*>(in);
    for (std::size_t i = sizeof(T); i < size; ++i)
        if (octets[i] != 0)
            return fail(WIMS_TYPE_USAGE, WIMS_CAUSE_UNKNOWN_OPTION,
                        "a structure has an option this library does not know");
    out = {};
    std::memcpy(&out, in, std::min(size, sizeof(T)));
    return WIMS_OK;
}

/// Reads each element of an array whose stride is the first one's struct_size: `each` returns a wims_status.
template <class T, class Each>
wims_status read_all(const T* first, std::size_t count, Each&& each) {
    if (count > 0 && first == nullptr) return null_argument("an array is NULL");
    for (std::size_t i = 0; i < count; ++i) {
        const auto* octets = reinterpret_cast<const unsigned char*>(first) + i * first->struct_size;
        T element;
        if (const auto s = read(element, reinterpret_cast<const T*>(octets)); s != WIMS_OK) return s;
        if (const auto s = each(element); s != WIMS_OK) return s;
    }
    return WIMS_OK;
}

/// Fills as much of the caller's structure as it has room for.
template <class T>
wims_status write(T* out, T value) noexcept {
    if (out == nullptr) return null_argument("a structure is NULL");
    const std::uint32_t size = out->struct_size;
    if (size < sizeof(std::uint32_t) * 2)
        return fail(WIMS_TYPE_USAGE, WIMS_CAUSE_SHORT_STRUCTURE, "struct_size is not set");
    value.struct_size = size;
    std::memcpy(out, &value, std::min<std::size_t>(size, sizeof(T)));
    return WIMS_OK;
}

/// Text into the caller's buffer: `size` goes in as the room and comes out as the need.
inline wims_status copy_out(char* out, std::size_t* size, std::string_view value) noexcept {
    if (size == nullptr) return null_argument("size is NULL");
    const std::size_t room = *size;
    *size = value.size();
    if (out == nullptr) return WIMS_OK;
    if (room < value.size()) return fail(WIMS_TYPE_LIMIT, WIMS_CAUSE_BUFFER_TOO_SMALL, "the buffer is too small");
    std::memcpy(out, value.data(), value.size());
    return WIMS_OK;
}

}  // namespace wims::c
