// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include <wims/common/address.hpp>

namespace wims::mini_ims {

/// Who may vouch for a user: the configured eP-CSCF addresses, and the built-in phones, which have no P-CSCF of their
/// own. [TS 24.229 4.4]
class TrustDomain {
public:
    explicit TrustDomain(std::vector<std::string> ep_cscf_ips) : ep_cscf_ips_(std::move(ep_cscf_ips)) {}

    void add_phone(TransportAddress phone) { phones_.push_back(std::move(phone)); }

    bool is_ep_cscf(std::string_view ip) const { return std::ranges::find(ep_cscf_ips_, ip) != ep_cscf_ips_.end(); }
    bool holds(const TransportAddress& source) const {
        return is_ep_cscf(source.ip) || std::ranges::find(phones_, source) != phones_.end();
    }

private:
    std::vector<std::string> ep_cscf_ips_;
    std::vector<TransportAddress> phones_;
};

}  // namespace wims::mini_ims
