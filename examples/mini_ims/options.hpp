// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include "mini_ims/hss/hss.hpp"
#include "mini_ims/phone/phone.hpp"
#include "mini_ims/s_cscf/s_cscf.hpp"

namespace wims::mini_ims {

/// The command line, read and checked.
struct Options {
    SCscfConfig s_cscf;
    std::string domain;
    std::vector<Subscription> subscriptions;
    std::vector<std::string> visited_networks;
    std::string phones_ip;
    PortRange rtp_ports;
    Voice tone{false, 440, -20};
    TransportAddress control;
    std::string log_file;  ///< empty: standard error
};

/// usage: a wildcard or pilot that does not parse, a pilot inside the block, an IMPI without a realm.
Result<Subscription> make_block(const std::string& wimpu, const std::string& pilot, const std::string& impi);
/// usage: an IMPU that does not parse, an IMPI without a realm.
Result<Subscription> make_user(const std::string& impu, const std::string& impi, const std::string& password);

/// The options, or the exit status when help was asked for (0) or a value is wrong (2, after one line on standard error).
std::variant<Options, int> parse_options(int argc, const char* const* argv);

}  // namespace wims::mini_ims
