// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <wims/common/log.hpp>

#include "host/control_server.hpp"
#include "host/json_log.hpp"
#include "host/keys.hpp"
#include "host/metrics_table.hpp"
#include "host/stop_signal.hpp"

namespace wims::host {

/// What every host program does around its entity: command line, configuration file, log, metrics, control address,
/// waiting for SIGTERM or SIGINT. Create it first thing in main, before any thread.
///
///     host::Program program("wims-i-cscf", "the I-CSCF enhanced for wIMPU access", 8086);
///     declare(program.keys(), config);
///     if (const auto status = program.begin(argc, argv)) return *status;
///     auto entity = Entity::create(config, program.log(), program.metrics());
///     if (!entity) return program.refuse(entity.error());
///     return program.serve([&] { return (*entity)->health(); });
///
/// Exit status: 0 after a stop, --help and a good --check-config; 2 for everything that is said in one line on standard
/// error before it serves.
class Program {
public:
    Program(std::string name, std::string purpose, std::uint16_t control_port);

    /// The top of the configuration file; "control" and "verbose" are there already.
    Keys& keys() noexcept { return keys_; }

    /// An option of this host's own, once or several times, for what the file says too: it goes before the file, and
    /// whoever gives one needs no file.
    using Take = std::function<Result<void>(const std::vector<std::string>& values)>;
    void option(std::string name, std::string takes, std::string meaning, Take take);

    /// Reads the command line and the file. A status: main returns it.
    std::optional<int> begin(int argc, char** argv);

    /// --check-config: what binds was given addresses that are free here, and nothing may be started or written.
    bool rehearsal() const noexcept { return rehearsal_; }
    /// The configuration file.
    const std::string& config_file() const noexcept { return config_file_; }

    const TransportAddress& control() const noexcept { return control_; }
    /// For a host with a control address and a wait of its own.
    const StopSignal& stop() const noexcept { return stop_; }

    LogSink& log() noexcept { return *log_; }
    MetricsTable& metrics() noexcept { return metrics_; }

    /// Says why it does not start. 2.
    int refuse(const Error& error) const;
    /// Serves the control address until a signal comes; under --check-config returns at once. 0, or 2.
    int serve(const ControlServer::Health& health);

private:
    struct Option {
        std::string name;
        std::string takes;
        std::string meaning;
        Take take;
        std::vector<std::string> values;
    };
    Result<void> read();
    int explain() const;
    int print_keys() const;

    const std::string name_;
    const std::string purpose_;
    const StopSignal stop_;
    Keys keys_;
    TransportAddress control_;
    bool verbose_ = false;
    bool rehearsal_ = false;
    std::string config_file_;
    std::vector<Option> options_;
    MetricsTable metrics_;
    std::unique_ptr<JsonLog> log_;
};

}  // namespace wims::host
