// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <wims/common/result.hpp>
#include <wims/signalling/ims_alg.hpp>

#include "ng_gateway/bencode/value.hpp"

namespace wims::ng {

/// What the asker wants of one offer or answer besides its SDP: keys of the dictionary and entries of its "flags".
struct Flags {
    std::string transport;  ///< transport-protocol: "RTP/AVP", "UDP/TLS/RTP/SAVPF", …; empty: as it is
    std::string ice;        ///< "force", "remove", …; empty: default
    std::string dtls;
    std::vector<std::string> rtcp_mux;
    std::vector<std::string> direction;  ///< two interface names
    std::string address_family;
    std::string via_branch;
    std::vector<std::string> transcode;  ///< codecs to offer besides, by name: codec-transcode
    bool load_limit = false;             ///< the asker knows the result "load limit"
    bool fatal = false;                  ///< delete: an unknown call is an error

    /// usage: what this gateway cannot do, by name. What only matters for what it never does is passed over.
    static Result<Flags> read(const bencode::Dictionary& body);
    /// usage: they ask something of the side that gets the description which it never gets, by name.
    Result<void> fit(ims_alg::Side towards) const;
    /// The side that transport-protocol means; nothing when it is absent.
    std::optional<ims_alg::Side> towards() const noexcept;
};

}  // namespace wims::ng
