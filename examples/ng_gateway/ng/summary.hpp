// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "ng_gateway/ng/dialog.hpp"

namespace wims::ng {

/// What delete and query say of a call: when it began, when it was last spoken of, who takes part.
bencode::Dictionary summary_of(WallTime created, WallTime last_signal,
                               const std::vector<std::shared_ptr<Dialog>>& dialogs);

/// "totals": packets and octets of both directions.
bencode::Dictionary totals_of(const std::vector<iq::StreamStatistics>& streams);

}  // namespace wims::ng
