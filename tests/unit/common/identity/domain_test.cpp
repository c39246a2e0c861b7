// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "common/identity/domain.hpp"

using wims::identity::in_any_domain;
using wims::identity::in_domain;

TEST_CASE("ICS-08: a domain matches on whole labels only") {
    struct Case {
        const char *host, *domain;
        bool in;
    };
    constexpr Case table[] = {
        {"enterprise.com", "enterprise.com", true},
        {"ENTERPRISE.com", "enterprise.COM", true},
        {"enterprise.com.", "enterprise.com", true},
        {"notenterprise.com", "enterprise.com", false},
        {"enterprise.com.evil.net", "enterprise.com", false},
        {"a.enterprise.com", "enterprise.com", false},
        {"a.enterprise.com", "*.enterprise.com", true},
        {"a.b.enterprise.com", "*.enterprise.com", true},
        {"enterprise.com", "*.enterprise.com", false},
        {"notenterprise.com", "*.enterprise.com", false},
        {".enterprise.com", "*.enterprise.com", false},
        {"", "enterprise.com", false},
        {"enterprise.com", "", false},
        {"com", "*.", false},
    };
    for (const auto& c : table) {
        CAPTURE(c.host);
        CAPTURE(c.domain);
        CHECK(in_domain(c.host, c.domain) == c.in);
    }
    CHECK(in_any_domain("b.org", {"a.org", "b.org"}));
    CHECK_FALSE(in_any_domain("b.org", {}));
}
