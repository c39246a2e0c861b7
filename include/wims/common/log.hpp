// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include <wims/common/api.hpp>
#include <wims/common/ids.hpp>

namespace wims {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

WIMS_API std::string_view to_string(LogLevel level) noexcept;

struct LogField {
    std::string_view name;
    std::string_view value;
};

/// One line. All views live until write() returns. Tokens, keys and passwords are never in it.
struct LogRecord {
    LogLevel level;
    std::string_view entity;  ///< "iwf", "p-cscf", "ims-agw", "wimpu-registrar", "i-cscf", "wwsf"
    std::string_view trail;   ///< TrailId::hex(), or empty when the line belongs to no registration or call
    std::string_view text;
    std::span<const LogField> fields;
};

/// Given by the host. write() comes from every library thread at once, must not block, and must not call back in.
class LogSink {
public:
    virtual ~LogSink() = default;
    virtual void write(const LogRecord& record) noexcept = 0;
    /// Lines below this level are not even put together.
    virtual LogLevel threshold() const noexcept { return LogLevel::info; }
};

/// A sink, the entity that speaks and, where there is one, the trail. Copied freely; a default one says nothing.
class Logger {
public:
    using Fields = std::initializer_list<LogField>;

    Logger() = default;
    Logger(LogSink& sink, std::string_view entity) : sink_(&sink), entity_(entity) {}

    /// The same voice for one registration or call.
    Logger with(const TrailId& trail) const {
        Logger logger = *this;
        logger.trail_ = trail;
        return logger;
    }
    const TrailId& trail() const noexcept { return trail_; }

    void debug(std::string_view text, Fields fields = {}) const { write(LogLevel::debug, text, fields); }
    void info(std::string_view text, Fields fields = {}) const { write(LogLevel::info, text, fields); }
    void warning(std::string_view text, Fields fields = {}) const { write(LogLevel::warning, text, fields); }
    void error(std::string_view text, Fields fields = {}) const { write(LogLevel::error, text, fields); }

private:
    void write(LogLevel level, std::string_view text, Fields fields) const {
        if (sink_ == nullptr || level < sink_->threshold()) return;
        const std::string_view trail = trail_.null() ? std::string_view() : std::string_view(trail_.hex());
        sink_->write({level, entity_, trail, text, {fields.begin(), fields.size()}});
    }

    LogSink* sink_ = nullptr;
    std::string_view entity_;  // a literal
    TrailId trail_;
};

}  // namespace wims
