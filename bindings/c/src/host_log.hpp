// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <wims/common/log.hpp>
#include <wims/common/metrics.hpp>

#include "structures.hpp"

namespace wims::c {

/// The host's log hook as the library sees it. Metrics have no hook yet and go nowhere.
class HostLog final : public LogSink, public Metrics {
public:
    static wims_status read(HostLog& out, const wims_log_sink_vt* sink) noexcept;

    void write(const LogRecord& record) noexcept override;
    LogLevel threshold() const noexcept override;

    void count(std::string_view, std::uint64_t) noexcept override {}
    void gauge(std::string_view, std::int64_t) noexcept override {}

private:
    wims_log_sink_vt sink_ = WIMS_LOG_SINK_VT_INIT;
};

}  // namespace wims::c
