// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "ep_cscf/config.hpp"
#include "i_cscf/config.hpp"
#include "iwf/config.hpp"
#include "wimpu_registrar/config.hpp"
#include "wwsf/config.hpp"

namespace wims::demo {

/// Every entity's keys, as the hosts of their own have them. An issuer without a jwks_uri is one of the WWSFs here.
struct Config {
    std::vector<wwsf::Config> wwsfs;
    signalling::IwfConfig iwf;
    host::EpCscf ep_cscf;
    registry::WimpuRegistrarConfig wimpu_registrar;
    host::ICscf i_cscf;
};

inline void declare(host::Keys& keys, Config& config) {
    using host::Keys;
    keys.list<wwsf::Config>("wwsfs", config.wwsfs, "WebRTC Web Server Functions", wwsf::declare).required();
    keys.section("iwf", "where WICs connect", [&](Keys& inner) { host::declare(inner, config.iwf); });
    host::declare(keys, config.ep_cscf);
    keys.section("wimpu_registrar", "the HSS of WebRTC users",
                 [&](Keys& inner) { host::declare(inner, config.wimpu_registrar); });
    keys.section("i_cscf", "I-CSCF enhanced for wIMPU access",
                 [&](Keys& inner) { host::declare(inner, config.i_cscf); });
}

}  // namespace wims::demo
