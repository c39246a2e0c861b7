// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include <wims/common/address.hpp>
#include <wims/common/clock.hpp>

#include "mini_ims/hss/hss.hpp"
#include "mini_ims/s_cscf/registrations.hpp"
#include "mini_ims/s_cscf/trust_domain.hpp"

namespace wims::mini_ims {

/// What an S-CSCF looks at in an initial request, free of any SIP type.
struct SessionFacts {
    TransportAddress source;
    bool originating = false;           ///< it came along our Service-Route
    std::vector<std::string> asserted;  ///< URIs of P-Asserted-Identity
    std::string profile_key;            ///< URI of P-Profile-Key; empty without one
    std::string request_uri;
};

/// Where the request goes on, or why not (status 300 or more).
struct SessionVerdict {
    int status = 0;
    std::string reason;
    std::string request_uri;         ///< empty: as it came
    std::vector<std::string> route;  ///< to put on top
    std::string called_party;        ///< P-Called-Party-ID to add; empty for none
};

/// Originating checks, then where the Request-URI leads. [TS 24.229 5.4.3.2, 5.4.3.3]
class SessionDecision {
public:
    /// `phones`: identity → contact. `web_rtc_domains`: domain → Route entry of the enhanced I-CSCF, the only way there.
    SessionDecision(const Hss& hss, const Registrations& registrations, const TrustDomain& trust,
                    std::map<std::string, std::string> web_rtc_domains)
        : hss_(hss), registrations_(registrations), trust_(trust), web_rtc_domains_(std::move(web_rtc_domains)) {}

    void add_phone(std::string identity, std::string contact) {
        phones_.insert_or_assign(std::move(identity), std::move(contact));
    }

    SessionVerdict decide(const SessionFacts& facts, TimePoint now) const;

private:
    SessionVerdict originate(const SessionFacts& facts, TimePoint now) const;
    SessionVerdict terminate(const SessionFacts& facts, const std::string& called, TimePoint now) const;
    SessionVerdict to_member(const SessionFacts& facts, const Subscription& block, const std::string& called,
                             TimePoint now) const;
    SessionVerdict to_contact(const Subscription& subscription, const std::string& called, TimePoint now) const;
    const std::string* i_cscf_of(const std::string& called) const;

    const Hss& hss_;
    const Registrations& registrations_;
    const TrustDomain& trust_;
    std::map<std::string, std::string> phones_;
    std::map<std::string, std::string> web_rtc_domains_;
};

}  // namespace wims::mini_ims
