// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include <wims/common/async.hpp>
#include <wims/common/ids.hpp>

/// Cx, the part that an I-CSCF needs: who serves this public identity. [TS 29.228 6.1.4]
namespace wims::cx {

struct LocationInfoRequest {  // LIR
    TrailId trail;
    std::string public_identity;
};

struct LocationInfoAnswer {                  // LIA
    std::string server_name;                 ///< the S-CSCF's SIP URI
    std::string wildcarded_public_identity;  ///< set when the identity matched one (ICS-07)
};

/// Errors: not_found with status 404 (DIAMETER_ERROR_USER_UNKNOWN, 5001) or 480 (IDENTITY_NOT_REGISTERED, 5003),
/// timeout and io (504).
class LocationDirectory {
public:
    virtual ~LocationDirectory() = default;
    virtual void locate(const LocationInfoRequest& request, Deadline deadline, Completion<LocationInfoAnswer> done) = 0;
};

}  // namespace wims::cx
