// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/rules/origin.hpp"

#include "common/core/random.hpp"
#include "common/sdp/connection.hpp"
#include "common/sdp/origin.hpp"

namespace wims::ims_alg {

Origin::Origin(std::string username)
    : username_(std::move(username)), session_id_(std::to_string(random_u64() >> 2)) {}  // [RFC 9429 5.2.1]

std::string Origin::stamp(sdp::SessionDescription description, std::string_view ip) {
    const auto text = sdp::to_string(description);
    if (text != last_) {
        ++version_;
        last_ = text;
    }
    const auto connection = sdp::Connection::of(ip);
    const sdp::Origin line{username_, session_id_, std::to_string(version_), connection.address_type,
                           connection.address};
    sdp::Section session;
    for (const auto& existing : description.session.lines()) {
        session.add(existing);
        if (existing.type == 'v') session.add('o', line.to_string());
    }
    description.session = std::move(session);
    return sdp::to_string(description);
}

}  // namespace wims::ims_alg
