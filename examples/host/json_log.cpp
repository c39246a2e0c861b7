// SPDX-License-Identifier: Apache-2.0
#include "host/json_log.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <nlohmann/json.hpp>

namespace wims::host {

namespace {
std::string timestamp() {
    const auto now = std::chrono::system_clock::now();
    const auto seconds = std::chrono::system_clock::to_time_t(now);
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    char text[40];
    const auto n = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
    std::snprintf(text + n, sizeof text - n, ".%03dZ", static_cast<int>(ms));
    return text;
}
}  // namespace

Result<std::unique_ptr<JsonLog>> JsonLog::open(const std::string& path, LogLevel threshold) {
    if (path.empty()) return std::unique_ptr<JsonLog>(new JsonLog(stderr, false, threshold));
    std::FILE* file = std::fopen(path.c_str(), "ae");
    if (file == nullptr) return Error{ErrorKind::io, "log file " + path + ": " + std::strerror(errno), 0};
    return std::unique_ptr<JsonLog>(new JsonLog(file, true, threshold));
}

JsonLog::~JsonLog() {
    if (own_) std::fclose(file_);
}

void JsonLog::write(const LogRecord& record) noexcept {
    try {
        nlohmann::ordered_json line;
        line["time"] = timestamp();
        line["level"] = to_string(record.level);
        line["entity"] = record.entity;
        if (!record.trail.empty()) line["trail"] = record.trail;
        line["text"] = record.text;
        for (const auto& field : record.fields) line[std::string(field.name)] = field.value;
        // What came from the wire may not be UTF-8: it is replaced, never dropped.
        const auto text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
        const std::lock_guard lock(mutex_);
        std::fwrite(text.data(), 1, text.size(), file_);
        std::fflush(file_);
    } catch (const std::exception&) {
        // Out of memory while logging: the call goes on without this line.
    }
}

}  // namespace wims::host
