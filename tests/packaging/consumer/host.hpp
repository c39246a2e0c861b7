// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <iostream>
#include <optional>
#include <string_view>

#include <wims/common/async.hpp>
#include <wims/common/log.hpp>
#include <wims/common/metrics.hpp>
#include <wims/common/version.hpp>

#include "turn_executor.hpp"

/// What each of these programs gives the library it uses, and how it says what it saw.
struct Host final : wims::LogSink, wims::Metrics {
    void write(const wims::LogRecord& record) noexcept override {
        std::cout << record.entity << ": " << record.text << '\n';
    }
    void count(std::string_view, std::uint64_t n) noexcept override { counted += n; }
    void gauge(std::string_view, std::int64_t) noexcept override {}

    /// Asks a seam and waits for its answer.
    template <class T, class Begin>
    wims::Result<T> ask(Begin begin) {
        std::optional<wims::Result<T>> answer;
        const auto operation = wims::async<T>(executor, executor.now() + std::chrono::seconds(5), begin,
                                              [&](wims::Result<T> result) { answer = std::move(result); });
        if (!executor.turn_until([&] { return answer.has_value(); }))
            return wims::Error{wims::ErrorKind::timeout, "no answer at all"};
        return std::move(*answer);
    }

    TurnExecutor executor;
    std::uint64_t counted = 0;
};

inline void expect(bool holds, std::string_view what) {
    std::cout << (holds ? "ok: " : "NOT SO: ") << what << std::endl;
    if (!holds) std::exit(1);
}

template <class T>
T take(wims::Result<T> result, std::string_view what) {
    if (!result) std::cout << result.error().text << '\n';
    expect(result.ok(), what);
    return std::move(*result);
}
