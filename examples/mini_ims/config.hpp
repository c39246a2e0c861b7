// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "host/keys.hpp"
#include "mini_ims/options.hpp"

namespace wims::mini_ims {

/// What the configuration file says, before it is understood.
struct Config {
    struct WebRtcDomain {
        std::string domain;
        TransportAddress i_cscf;
    };
    struct BlockWords {
        std::string wimpu, pilot, impi;
    };
    struct UserWords {
        std::string impu, impi, password;
    };
    TransportAddress s_cscf{"127.0.0.1", 5060};
    std::string domain = "ims.operator.example";
    std::vector<WebRtcDomain> web_rtc_domains;
    std::vector<std::string> trusted_ips;
    std::vector<std::string> visited_networks;
    std::vector<BlockWords> blocks;
    std::vector<UserWords> users;
    std::string phones_ip;
    PortRange rtp_ports{40000, 40999};
    std::chrono::seconds longest_registration{600000};
    int tone_hz = 440;
    int tone_dbfs = -20;
};

void declare(host::Keys& keys, Config& config);

/// usage: the text says which entry does not fit. The control address is left to the host.
Result<Options> understand(const Config& config);

}  // namespace wims::mini_ims
