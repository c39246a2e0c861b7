// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "bench/relay/contender.hpp"

namespace wims::bench {

struct Options {
    std::size_t calls = 500;
    std::size_t coded_calls = 20;
    std::size_t pairs = 5;
    int seconds = 8;            ///< of a paced run
    std::size_t packets = 400;  ///< of a saturated run, in each direction of each call
    int daemon_core = 0;
    std::string log_folder = "/tmp";
};

/// A load, and the names of what one run of it measures.
struct Figure {
    const char* name;
    const char* profile;
    std::size_t payload_octets;
    std::size_t burst;  ///< 0: paced
};

extern const std::vector<Figure> figures;

/// Name to value, of one run.
using Measured = std::map<std::string, double>;

/// One daemon, `options.calls` calls, one load. Throws std::runtime_error when a call did not work.
Measured measure(const Figure& figure, const Contender& contender, const Options& options);

/// Two codecs that the daemon codes into one another.
struct Coding {
    const char* name;
    const char* client;
    const char* phone;
};

extern const std::vector<Coding> codings;

/// One daemon, `options.coded_calls` calls of talkers.
Measured measure(const Coding& coding, const Contender& contender, const Options& options);

/// The most calls, in steps, that are relayed with a loss under 0.1 % and a 99th percentile of the latency under 20 ms.
std::size_t capacity(const Contender& contender, const Options& options, std::size_t from, std::size_t step,
                     std::size_t to);

}  // namespace wims::bench
