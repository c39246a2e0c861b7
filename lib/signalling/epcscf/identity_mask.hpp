// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "signalling/epcscf/blocks.hpp"
#include "signalling/sip/message.hpp"

namespace wims::epcscf {

/// Keeps IMS identities inside IMS: no message to a WIC holds its allocated IMPU, nor another one that we allocated.
/// An IMPU that a third party allocated is what its user is known by, everywhere. (R3-09, TRM-07) [S2 5.2.2.1]
class IdentityMask {
public:
    IdentityMask(const Blocks& blocks, std::string impu, std::string external);

    /// The external identity for the user's own IMPU, nothing for another IMPU of our blocks, else `value` as it is;
    /// tel: becomes sip:…;user=phone, since a WIC takes SIP only. Header parameters (a tag) stay.
    std::string name_addr(std::string_view value) const;

    /// The finished message: identities in P-Asserted-Identity are mapped or dropped, and a header that still spells
    /// the IMPU, or one of our wildcards' members, is mapped or removed.
    void apply(sip::Message& message) const;

private:
    bool hidden(std::string_view uri) const;
    std::string replaced(std::string text) const;
    std::string_view impu_address() const;  // user@host

    const Blocks& blocks_;
    std::string impu_, external_;  // canonical
};

}  // namespace wims::epcscf
