// SPDX-License-Identifier: Apache-2.0
#include "bench/relay/figure.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "bench/relay/rig.hpp"

namespace wims::bench {

namespace {

constexpr const char* cm = "SRTP_AES128_CM_SHA1_80";
constexpr const char* gcm = "SRTP_AEAD_AES_128_GCM";
constexpr std::size_t in_flight = 64;
constexpr std::size_t window = 1000;
constexpr std::size_t warm_up = 20;  // calls: what a daemon takes once is no call's

void must(const std::string& failure, const Contender& contender) {
    if (!failure.empty()) throw std::runtime_error(contender.name + ": " + failure);
}

double quantile(std::vector<float> values, double q) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
}

}  // namespace

const std::vector<Figure> figures{
    {"cm", cm, 160, 1}, {"gcm", gcm, 160, 1}, {"video", cm, 1100, 16}, {"paced", cm, 160, 0}};

Measured measure(const Figure& figure, const Contender& contender, const Options& options) {
    Daemon daemon(contender.command, options.daemon_core, options.log_folder + "/" + contender.name + ".log");
    Rig rig(daemon, {"127.0.0.1", ng_port}, figure.profile);
    Measured measured;
    must(rig.set_up(warm_up, in_flight).failure, contender);
    const auto before = daemon.resident_octets();
    const auto up = rig.set_up(options.calls - warm_up, in_flight);
    must(up.failure, contender);
    const auto calls = static_cast<double>(options.calls - warm_up);
    measured["memory per call, KiB"] = static_cast<double>(daemon.resident_octets() - before) / calls / 1024;
    measured["CPU per set-up, us"] = std::chrono::duration<double, std::micro>(up.cpu).count() / calls;
    measured["set-up p99, ms"] = quantile(up.latency_ms, 0.99);
    must(rig.prove(), contender);
    auto load = figure.burst != 0 ? rig.saturate(options.packets, figure.payload_octets, window, figure.burst)
                                  : rig.pace(std::chrono::seconds(options.seconds), figure.payload_octets);
    measured["CPU per packet, us"] = load.cpu_us_per_packet();
    measured["lost, %"] = 100 * load.lost();
    if (figure.burst == 0) {
        measured["latency p50, ms"] = load.latency(0.5) / 1000;
        measured["latency p99, ms"] = load.latency(0.99) / 1000;
    }
    return measured;
}

const std::vector<Coding> codings{
    {"opus-pcma", "opus", "PCMA"}, {"opus-amr", "opus", "AMR"}, {"opus-amr-wb", "opus", "AMR-WB"}};

Measured measure(const Coding& coding, const Contender& contender, const Options& options) {
    Daemon daemon(contender.command, options.daemon_core, options.log_folder + "/" + contender.name + ".log");
    Rig rig(daemon, {"127.0.0.1", ng_port}, cm, {speech_in(coding.client), speech_in(coding.phone)});
    must(rig.set_up(options.coded_calls, in_flight).failure, contender);
    rig.talk(std::chrono::seconds(1));  // coders come up
    const auto load = rig.talk(std::chrono::seconds(options.seconds));
    const double busy = std::chrono::duration<double>(load.cpu) / std::chrono::duration<double>(load.wall);
    return {{"calls a core", static_cast<double>(options.coded_calls) / busy},
            {"CPU per packet, us", load.cpu_us_per_packet()},
            {"lost, %", 100 * load.lost()}};
}

std::size_t capacity(const Contender& contender, const Options& options, std::size_t from, std::size_t step,
                     std::size_t to) {
    Daemon daemon(contender.command, options.daemon_core, options.log_folder + "/" + contender.name + ".log");
    Rig rig(daemon, {"127.0.0.1", ng_port}, cm);
    std::size_t good = 0, calls = 0;
    for (std::size_t n = from; n <= to; n += step) {
        must(rig.set_up(n - calls, in_flight).failure, contender);
        calls = n;
        must(rig.prove(), contender);
        auto load = rig.pace(std::chrono::seconds(options.seconds), 160);
        const double p99 = load.latency(0.99) / 1000;
        std::printf("  %s: %zu calls, lost %.3f %%, latency p50 %.2f ms, p99 %.2f ms\n", contender.name.c_str(), n,
                    100 * load.lost(), load.latency(0.5) / 1000, p99);
        std::fflush(stdout);
        if (load.lost() >= 0.001 || p99 > 20) break;
        good = n;
    }
    return good;
}

}  // namespace wims::bench
