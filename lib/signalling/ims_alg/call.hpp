// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <wims/common/result.hpp>

#include <wims/signalling/ims_alg.hpp>
#include "signalling/ims_alg/payload_numbers.hpp"
#include "signalling/ims_alg/stream.hpp"

namespace wims::ims_alg {

/// One offer and its answer on both legs; element i is m-line i. The offerer's leg has `offer` and `reply`, the other
/// leg `forwarded` and `answer`.
struct Exchange {
    Side from = Side::access;
    std::vector<Stream> offer;      ///< as it came
    std::vector<Stream> forwarded;  ///< as the other side gets it
    std::vector<Stream> answer;     ///< as it came, limited to what was offered
    std::vector<Stream> reply;      ///< as the offerer gets it
    bool answered = false;
};

/// Everything a refused offer must give back: copied before an offer is taken. [RFC 3264 8]
struct Call {
    std::optional<Exchange> exchange;
    PayloadNumbers numbers;
    std::optional<iq::AccessRemote> access_remote;
    std::vector<iq::StreamSpec> agreed;
    std::string own_tls_id;
    std::string answered_tls_id;  ///< the WIC's that it belongs to
    OwnKeys own_keys;

    /// Takes an offer: fills `exchange` but for the answer. `served`: the streams the gateway holds; empty before that.
    Result<MediaPlan> take_offer(Side from, std::vector<Stream> streams, const std::vector<iq::StreamId>& served,
                                 const Policy& policy);
    /// Takes the answer to `exchange`; `before` is what was agreed when the offer came.
    Result<MediaPlan> take_answer(std::vector<Stream> streams, const Call& before, const Policy& policy);
};

inline Side other(Side side) noexcept { return side == Side::access ? Side::core : Side::access; }

/// The gateway's part in DTLS after the WIC said `setup`. An offer that leaves the choice keeps the association's role,
/// at first the server's. (ALG-01) [RFC 8842 5.3]
w3::DtlsRole gateway_role(const Stream& wic, const std::optional<iq::AccessRemote>& before) noexcept;

}  // namespace wims::ims_alg
