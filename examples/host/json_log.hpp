// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <memory>
#include <mutex>
#include <string>

#include <wims/common/log.hpp>
#include <wims/common/result.hpp>

namespace wims::host {

/// A host's log: one JSON object a line, {"time","level","entity","trail","text",<fields>}.
class JsonLog final : public LogSink {
public:
    /// `path` empty: standard error.
    static Result<std::unique_ptr<JsonLog>> open(const std::string& path, LogLevel threshold);
    ~JsonLog() override;

    void write(const LogRecord& record) noexcept override;
    LogLevel threshold() const noexcept override { return threshold_; }

private:
    JsonLog(std::FILE* file, bool own, LogLevel threshold) : file_(file), own_(own), threshold_(threshold) {}

    std::FILE* file_;
    bool own_;
    LogLevel threshold_;
    std::mutex mutex_;  // lines of several threads must not mix
};

}  // namespace wims::host
