// SPDX-License-Identifier: Apache-2.0
#include "host_log.hpp"

#include <array>

namespace wims::c {

wims_status HostLog::read(HostLog& out, const wims_log_sink_vt* sink) noexcept {
    return sink == nullptr ? WIMS_OK : c::read(out.sink_, sink);
}

LogLevel HostLog::threshold() const noexcept {
    const int32_t level = sink_.threshold == 0 ? WIMS_LOG_INFO : sink_.threshold;
    return static_cast<LogLevel>(std::clamp<int32_t>(level, WIMS_LOG_DEBUG, WIMS_LOG_ERROR) - WIMS_LOG_DEBUG);
}

void HostLog::write(const LogRecord& record) noexcept {
    if (sink_.write == nullptr) return;
    std::array<wims_log_field, 16> fields;
    const std::size_t count = std::min(record.fields.size(), fields.size());
    for (std::size_t i = 0; i < count; ++i) fields[i] = {str(record.fields[i].name), str(record.fields[i].value)};
    const wims_log_record out = {sizeof out,
                                 static_cast<int32_t>(record.level) + WIMS_LOG_DEBUG,
                                 str(record.entity),
                                 str(record.trail),
                                 str(record.text),
                                 fields.data(),
                                 count};
    sink_.write(sink_.user, &out);
}

}  // namespace wims::c
