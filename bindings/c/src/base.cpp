// SPDX-License-Identifier: Apache-2.0
#include <wims/base.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "fail.hpp"

#define WIMS_TEXT_OF(x) #x
#define WIMS_TEXT(x) WIMS_TEXT_OF(x)

// Exported, so that the dynamic linker makes one of it when a program links more than one of the libraries: the text of
// a failure in one is found through the wims_last_error() of another.
extern "C" WIMS_C_API thread_local char wims_last_error_text[512];
thread_local char wims_last_error_text[512] = "";

extern "C" const char* wims_version(void) {
    return WIMS_TEXT(WIMS_VERSION_MAJOR) "." WIMS_TEXT(WIMS_VERSION_MINOR) "." WIMS_TEXT(WIMS_VERSION_PATCH);
}

extern "C" const char* wims_last_error(void) { return wims_last_error_text; }

extern "C" const char* wims_status_text(wims_status status) {
    if (status == WIMS_OK) return "ok";
    switch (WIMS_STATUS_CAUSE(status)) {
        case WIMS_CAUSE_NULL_ARGUMENT: return "usage: an argument is NULL that may not be";
        case WIMS_CAUSE_WRONG_HANDLE: return "usage: not a handle of this kind";
        case WIMS_CAUSE_UNKNOWN_OPTION: return "usage: an option that this library does not know is set";
        case WIMS_CAUSE_SHORT_STRUCTURE: return "usage: struct_size is too small";
        case WIMS_CAUSE_BUFFER_TOO_SMALL: return "limit: the buffer is too small";
        case WIMS_CAUSE_OUT_OF_MEMORY: return "limit: out of memory";
        default: break;
    }
    static constexpr std::array texts = {
        "unknown status",
        "usage: a documented rule was broken",
        "io: a socket, file or peer failed",
        "timeout: no answer before the deadline",
        "protocol: something malformed came",
        "auth: this may not be done",
        "not found",
        "limit: a bound was reached",
        "cancelled",
        "internal: a defect",
    };
    const auto type = WIMS_STATUS_TYPE(status);
    return type > 0 && type < static_cast<int32_t>(texts.size()) ? texts[static_cast<std::size_t>(type)] : texts[0];
}

namespace wims::c {

wims_status fail(int32_t type, int32_t cause, std::string_view text) noexcept {
    const std::size_t size = std::min(text.size(), sizeof wims_last_error_text - 1);
    std::memcpy(wims_last_error_text, text.data(), size);
    wims_last_error_text[size] = '\0';
    return WIMS_STATUS(type, cause);
}

wims_status fail(const Error& error) noexcept {
    return fail(static_cast<int32_t>(error.kind) + 1, error.status, error.text);
}

}  // namespace wims::c
