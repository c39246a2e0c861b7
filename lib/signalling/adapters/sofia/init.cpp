// SPDX-License-Identifier: Apache-2.0
#include <cstdarg>
#include <mutex>

#include "signalling/adapters/sofia/nta.hpp"

namespace wims::sofia {
namespace {

void discard(void*, const char*, va_list) {}

}  // namespace

void init_sofia() {
    static std::once_flag once;
    std::call_once(once, [] {
        su_init();
        su_log_redirect(nullptr, discard, nullptr);
        sip_update_default_mclass(sip_extend_mclass(nullptr));
    });
}

}  // namespace wims::sofia
