// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include <wims/media/statistics.hpp>

#include "ng_gateway/ng/dialog.hpp"

namespace wims::ng {

/// What delete and query say of a call: when it began, when it was last spoken of, who takes part.
bencode::Dictionary summary_of(WallTime created, WallTime last_signal,
                               const std::vector<std::shared_ptr<Dialog>>& dialogs);

/// "totals": packets and octets that went on in either direction, of a call that has ended and of one that has not.
bencode::Dictionary totals_of(const std::vector<iq::StreamStatistics>& streams);
bencode::Dictionary totals_of(const std::vector<media::StreamReport>& streams);

}  // namespace wims::ng
