// SPDX-License-Identifier: Apache-2.0
// How every C function fails: nothing thrown crosses the line, the text waits in wims_last_error().
#pragma once

#include <wims/base.h>

#include <exception>
#include <new>
#include <string_view>

#include <wims/common/result.hpp>

namespace wims::c {

/// Remembers the text for this thread and gives the status.
wims_status fail(int32_t type, int32_t cause, std::string_view text) noexcept;
wims_status fail(const Error& error) noexcept;

inline wims_status status_of(const Result<void>& result) noexcept { return result ? WIMS_OK : fail(result.error()); }

/// Runs the body of a function: it returns a wims_status.
template <class Body>
wims_status guard(Body&& body) noexcept {
    try {
        return body();
    } catch (const std::bad_alloc&) {
        return fail(WIMS_TYPE_LIMIT, WIMS_CAUSE_OUT_OF_MEMORY, "out of memory");
    } catch (const std::exception& e) {
        return fail(WIMS_TYPE_INTERNAL, 0, e.what());
    } catch (...) {
        return fail(WIMS_TYPE_INTERNAL, 0, "an exception of unknown type");
    }
}

}  // namespace wims::c
