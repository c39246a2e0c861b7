// SPDX-License-Identifier: Apache-2.0
#include "host/program.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "host/config_file.hpp"
#include "host/descriptor_limit.hpp"

namespace wims::host {

namespace {
/// One line, whatever is in it.
std::string flat(std::string text) {
    for (char& c : text)
        if (c == '\n' || c == '\r') c = ' ';
    return text;
}
}  // namespace

Program::Program(std::string name, std::string purpose, std::uint16_t control_port)
    : name_(std::move(name)), purpose_(std::move(purpose)), control_{"127.0.0.1", control_port} {
    raise_descriptor_limit();
    keys_.address("control", control_, "plain HTTP: /health, /metrics");
    keys_.flag("verbose", verbose_, "debug lines in the log");
}

std::optional<int> Program::begin(int argc, char** argv) {
    std::string log_file;
    bool help = false, list_keys = false;
    CLI::App app(purpose_, name_);
    app.set_help_flag();
    app.add_flag("--help,-h", help);
    app.add_flag("--keys", list_keys);
    app.add_flag("--check-config", rehearsal_);
    app.add_option("--config", config_file_);
    app.add_option("--log", log_file);
    for (Option& option : options_) app.add_option(option.name, option.values);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return refuse({ErrorKind::usage, error.what()});
    }
    if (help) return explain();
    if (list_keys) return print_keys();
    if (const auto good = read(); !good) return refuse(good.error());
    auto log = JsonLog::open(rehearsal_ ? "/dev/null" : log_file, verbose_ ? LogLevel::debug : LogLevel::info);
    if (!log) return refuse(log.error());
    log_ = std::move(*log);
    return std::nullopt;
}

/// The file, and before it what options say.
Result<void> Program::read() {
    const bool any = std::ranges::any_of(options_, [](const Option& option) { return !option.values.empty(); });
    if (config_file_.empty() && !any)
        return Error{ErrorKind::usage, "--config FILE is missing; --help says what goes into it"};
    if (!config_file_.empty())
        if (auto good = read_config_file(config_file_, keys_, rehearsal_); !good) return good;
    for (const Option& option : options_) {
        if (option.values.empty()) continue;
        if (auto good = option.take(option.values); !good) {
            Error error = good.error();
            error.text = option.name + ": " + error.text;
            return error;
        }
    }
    return {};
}

void Program::option(std::string name, std::string takes, std::string meaning, Take take) {
    options_.push_back({std::move(name), std::move(takes), std::move(meaning), std::move(take), {}});
}

int Program::refuse(const Error& error) const {
    // What was read without complaint, the entity may still refuse.
    const std::string text = log_ && !config_file_.empty() ? config_file_ + ": " + error.text : error.text;
    std::fprintf(stderr, "%s: %s\n", name_.c_str(), flat(text).c_str());
    return 2;
}

int Program::serve(const ControlServer::Health& health) {
    if (rehearsal_) return 0;
    auto control = ControlServer::create(control_, health, metrics_, *log_);
    if (!control) return refuse(control.error());
    Logger(*log_, "host").info("in service");
    const int signal = stop_.wait();
    Logger(*log_, "host").info("stopping", {{"signal", std::to_string(signal)}});
    return 0;
}

int Program::explain() const {
    std::printf(
        "%s: %s\n\n"
        "    %s --config FILE [--log FILE] [--check-config]\n\n"
        "    --config FILE    JSON, with the keys below; file names in it begin at its folder\n"
        "    --log FILE       lines of JSON are appended; default: standard error\n"
        "    --check-config   checks the file, starts nothing: exit status 0, or 2 and one line that says what is "
        "wrong\n"
        "    --keys           the table below as JSON\n"
        "    --help           this\n\n",
        name_.c_str(), purpose_.c_str(), name_.c_str());
    for (const Option& option : options_)
        std::printf("    %s %s\n        %s\n", option.name.c_str(), option.takes.c_str(), option.meaning.c_str());
    if (!options_.empty()) std::printf("\n");
    std::vector<Keys::Row> rows;
    keys_.describe("", rows);
    std::size_t width = 0;
    for (const auto& row : rows) width = std::max(width, row.path.size());
    for (const auto& row : rows) {
        std::printf("%-*s  %s; %s%s\n", static_cast<int>(width), row.path.c_str(), row.takes.c_str(),
                    row.standard.empty() ? "required" : "default ", row.standard.c_str());
        if (!row.meaning.empty()) std::printf("%*s  %s\n", static_cast<int>(width), "", row.meaning.c_str());
    }
    return 0;
}

int Program::print_keys() const {
    std::vector<Keys::Row> rows;
    keys_.describe("", rows);
    auto all = nlohmann::ordered_json::array();
    for (const auto& row : rows)
        all.push_back({{"path", row.path},
                       {"takes", row.takes},
                       {"required", row.standard.empty()},
                       {"default", row.standard.empty() ? nlohmann::json() : nlohmann::json::parse(row.standard)},
                       {"meaning", row.meaning}});
    std::printf("%s\n", all.dump(2).c_str());
    return 0;
}

}  // namespace wims::host
