// SPDX-License-Identifier: Apache-2.0
// What relaying costs, side by side: wims-ng-gateway and rtpengine-daemon, driven alike by ng, one core each.
#include <sched.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>

#include "bench/relay/figure.hpp"
#include "host/descriptor_limit.hpp"

namespace {

using namespace wims::bench;

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t n = values.size();
    return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

std::string describe(const Figure& figure, const Options& options) {
    return std::string(figure.name) + ": " + figure.profile + ", " + std::to_string(figure.payload_octets) +
           " octets, " + std::to_string(options.calls) + " calls, " +
           (figure.burst == 0 ? "50 packets/s" : "bursts of " + std::to_string(figure.burst));
}

std::string describe(const Coding& coding, const Options& options) {
    return std::string(coding.name) + ": " + coding.client + " into " + coding.phone + " and back, " +
           std::to_string(options.coded_calls) + " calls of talkers, 50 packets/s";
}

/// Pairs, each beginning with the other one than the last.
template <class Load>
void compare(const Load& figure, const std::vector<Contender>& contenders, const Options& options) {
    std::vector<std::map<std::string, std::vector<double>>> all(contenders.size());
    for (std::size_t pair = 0; pair < options.pairs; ++pair)
        for (std::size_t k = 0; k < contenders.size(); ++k) {
            const std::size_t which = (pair + k) % contenders.size();
            for (const auto& [name, value] : measure(figure, contenders[which], options))
                all[which][name].push_back(value);
        }
    std::printf("\n%s; medians of %zu\n", describe(figure, options).c_str(), options.pairs);
    for (const auto& [name, values] : all.front()) {
        std::printf("  %-22s", name.c_str());
        for (std::size_t k = 0; k < contenders.size(); ++k)
            std::printf("  %s %9.3f", contenders[k].name.c_str(), median(all[k].at(name)));
        std::vector<double> ratios;
        for (std::size_t i = 0; contenders.size() == 2 && i < values.size(); ++i)
            ratios.push_back(values[i] / all[1].at(name)[i]);
        if (!ratios.empty()) std::printf("  ratio %.3f", median(ratios));
        std::printf("\n");
    }
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    std::string ours, before, rtpengine;
    std::vector<std::string> wanted;
    int generator_core = 1, threads = 1;
    std::size_t from = 400, step = 200, to = 2400;
    CLI::App app("Relaying by wims-ng-gateway and by rtpengine-daemon, one core each");
    app.add_option("--ours", ours, "wims-ng-gateway");
    app.add_option("--rtpengine", rtpengine, "rtpengine");
    app.add_option("--before", before, "another wims-ng-gateway, in rtpengine's place");
    app.add_option("--rtpengine-threads", threads, "its --num-threads");
    app.add_option("--calls", options.calls);
    app.add_option("--coded-calls", options.coded_calls, "where the daemon codes");
    app.add_option("--pairs", options.pairs);
    app.add_option("--seconds", options.seconds, "of a paced run");
    app.add_option("--packets", options.packets, "of a saturated run, in each direction of each call");
    app.add_option("--daemon-core", options.daemon_core);
    app.add_option("--generator-core", generator_core);
    app.add_option("--from", from, "calls that capacity begins with");
    app.add_option("--step", step);
    app.add_option("--to", to);
    app.add_option("figures", wanted,
                   "cm gcm video paced capacity opus-pcma opus-amr opus-amr-wb; none: the first four");
    CLI11_PARSE(app, argc, argv);

    wims::host::raise_descriptor_limit();
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(static_cast<std::size_t>(generator_core), &cores);
    sched_setaffinity(0, sizeof cores, &cores);
    std::vector<Contender> contenders;
    if (!ours.empty()) contenders.push_back(Contender::ours(ours));
    if (!before.empty()) contenders.push_back(Contender::ours(before, "before"));
    if (!rtpengine.empty()) contenders.push_back(Contender::rtpengine(rtpengine, threads));
    if (contenders.empty()) return std::fprintf(stderr, "relay: neither --ours nor --rtpengine is given\n"), 2;
    const auto wants = [&](const char* name) { return std::ranges::find(wanted, name) != wanted.end(); };
    try {
        for (const auto& figure : figures)
            if (wanted.empty() || wants(figure.name)) compare(figure, contenders, options);
        for (const auto& coding : codings)
            if (wants(coding.name)) compare(coding, contenders, options);
        if (wants("capacity"))
            for (const auto& contender : contenders)
                std::printf("capacity: %s %zu calls\n", contender.name.c_str(),
                            capacity(contender, options, from, step, to));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "relay: %s\n", error.what());
        return 1;
    }
}
