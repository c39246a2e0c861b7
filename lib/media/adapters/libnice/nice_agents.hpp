// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "media/w3/full_agent.hpp"

namespace wims::media {

Result<std::unique_ptr<FullAgents>> make_nice_agents(const TraversalConfig& config, const std::string& ip,
                                                     EventLoop& loop);

}  // namespace wims::media
