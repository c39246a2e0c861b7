// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "fail.hpp"

namespace wims::c {

/// The head of every handle: says of which kind it is, and that it still is one.
struct Handle {
    explicit Handle(std::uint32_t k) noexcept : kind(k) {}
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() { *static_cast<volatile std::uint32_t*>(&kind) = 0; }
    std::uint32_t kind;
};

constexpr std::uint32_t kind_of(const char (&name)[5]) noexcept {
    return static_cast<std::uint32_t>(name[0]) << 24 | static_cast<std::uint32_t>(name[1]) << 16 |
           static_cast<std::uint32_t>(name[2]) << 8 | static_cast<std::uint32_t>(name[3]);
}

inline wims_status null_argument(const char* name) noexcept {
    return fail(WIMS_TYPE_USAGE, WIMS_CAUSE_NULL_ARGUMENT, name);
}

/// WIMS_OK when the handle is a `T`. T::handle_kind is its kind; a Handle is its first base.
template <class T>
wims_status check(const T* handle) noexcept {
    if (handle == nullptr) return null_argument("the handle is NULL");
    if (handle->kind != T::handle_kind)
        return fail(WIMS_TYPE_USAGE, WIMS_CAUSE_WRONG_HANDLE, "the handle is of another kind or was destroyed");
    return WIMS_OK;
}

template <class T>
void destroy(T* handle) noexcept {
    if (handle != nullptr && check(handle) == WIMS_OK) delete handle;
}

}  // namespace wims::c
