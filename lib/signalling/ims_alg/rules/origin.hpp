// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/sdp/session_description.hpp"

namespace wims::ims_alg {

/// o= of one leg: an id of our own for the leg's life, and a version that grows by one whenever the leg's description
/// differs from the last one sent, and only then. (ALG-09) [RFC 3264 8]
class Origin {
public:
    explicit Origin(std::string username);

    /// `description` with this o= behind its v= line, as text.
    std::string stamp(sdp::SessionDescription description, std::string_view ip);

private:
    std::string username_;
    std::string session_id_;
    std::uint64_t version_ = 0;
    std::string last_;  ///< without o=
};

}  // namespace wims::ims_alg
