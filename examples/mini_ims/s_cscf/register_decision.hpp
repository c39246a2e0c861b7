// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "mini_ims/hss/hss.hpp"
#include "mini_ims/s_cscf/digest.hpp"
#include "mini_ims/s_cscf/trust_domain.hpp"

namespace wims::mini_ims {

/// What an S-CSCF looks at in a REGISTER, free of any SIP type.
struct RegisterFacts {
    enum class Path : std::uint8_t { absent, unusable /**< no angle brackets or no ;lr */, loose };
    struct Authorization {
        DigestCredentials digest;
        std::string integrity_protected;
    };

    std::string source_ip;
    std::string to;              ///< URI of the To
    bool supports_path = false;  ///< Supported lists "path"; Require does not count
    Path path = Path::absent;
    std::optional<std::string> visited_network;  ///< the field as it stands, quotes and all
    std::optional<Authorization> authorization;
    std::chrono::seconds expires{0};  ///< asked for; 0 takes the binding away
    bool has_contact = true;          ///< without one it is a query
};

/// A refusal (status 300 or more), or the subscription that is registered and for how long. With 401, the challenge.
struct RegisterVerdict {
    int status = 200;
    std::string reason;
    const Subscription* subscription = nullptr;
    std::chrono::seconds granted{0};
    std::string challenge{};
};

/// Trusted node authentication, SIP digest, and the checks of an IMS core around them. [TS 24.229 5.3.1.2, 5.4.1;
/// TS 33.203 annexes N, U]
class RegisterDecision {
public:
    static constexpr std::chrono::seconds shortest{5};

    RegisterDecision(const Hss& hss, const TrustDomain& trust, std::chrono::seconds longest)
        : hss_(hss), trust_(trust), longest_(longest) {}

    RegisterVerdict decide(const RegisterFacts& facts);

private:
    /// First what every registration needs on its way, then who it is.
    std::optional<RegisterVerdict> refuse_form(const RegisterFacts& facts) const;
    RegisterVerdict identify(const RegisterFacts& facts);
    /// Of who is not vouched for. Nothing when the password is proved.
    std::optional<RegisterVerdict> authenticate(const RegisterFacts& facts, const Subscription& subscription);

    const Hss& hss_;
    const TrustDomain& trust_;
    std::chrono::seconds longest_;
    Digest digest_;
};

}  // namespace wims::mini_ims
