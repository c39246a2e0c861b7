// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <wims/media/ims_agw.hpp>

#include "ep_cscf/transcoding.hpp"
#include "host/keys.hpp"
#include "host/program.hpp"
#include "ng_gateway/ng/calls.hpp"

namespace wims::ng {

struct Config {
    Config();

    TransportAddress listen{"127.0.0.1", 2223};
    CallsConfig calls;
    media::ImsAgwConfig ims_agw;
    host::Transcoding transcoding;
};

void declare(host::Keys& keys, Config& config);

/// rtpengine's own options, for whoever has no file: --listen-ng, --interface, --port-min, --port-max.
void declare_options(host::Program& program, Config& config);

/// What follows from the rest. usage.
Result<void> complete(Config& config);

}  // namespace wims::ng
