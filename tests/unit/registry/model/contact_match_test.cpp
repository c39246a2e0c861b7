// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "registry/model/contact_match.hpp"

using namespace wims;

namespace {
w6::Contact contact(const char* uri, const char* instance, std::uint32_t reg_id, const char* token) {
    w6::Contact c;
    c.uri = uri;
    c.instance_id = instance;
    c.reg_id = reg_id;
    c.flow = {"p-cscf-1", token, true};
    return c;
}
}  // namespace

TEST_CASE("R3-04: what makes two contacts the same") {
    const auto base = contact("sip:a@x.invalid;transport=ws", "<urn:uuid:1>", 1, "f1");
    CHECK(registry::same_contact(base, contact("sip:b@y.invalid", "<urn:uuid:1>", 1, "f2")));
    CHECK_FALSE(registry::same_contact(base, contact("sip:a@x.invalid;transport=ws", "<urn:uuid:2>", 1, "f1")));
    CHECK_FALSE(registry::same_contact(base, contact("sip:a@x.invalid;transport=ws", "<urn:uuid:1>", 2, "f1")));

    const auto plain = contact("sip:a@x.invalid;transport=ws", "", 0, "f1");
    CHECK(registry::same_contact(plain, contact("sip:a@X.invalid;transport=ws", "", 0, "f1")));
    CHECK_FALSE(registry::same_contact(plain, contact("sip:A@x.invalid;transport=ws", "", 0, "f1")));
    CHECK_FALSE(registry::same_contact(plain, contact("sip:a@x.invalid;transport=ws", "", 0, "f2")));
    auto elsewhere = plain;
    elsewhere.flow.instance = "p-cscf-2";
    CHECK_FALSE(registry::same_contact(plain, elsewhere));
    CHECK(registry::same_contact(base, plain));  // it has gained an instance on its flow
    CHECK(registry::same_contact(contact("x-odd", "", 0, "f1"), contact("x-odd", "", 0, "f1")));
}

TEST_CASE("RER-03: CSeq counts only within a Call-ID") {
    auto stored = contact("sip:a@x.invalid", "", 0, "f1");
    stored.call_id = "c";
    stored.cseq = 5;
    auto request = stored;
    CHECK_FALSE(registry::in_order(stored, request));
    request.cseq = 6;
    CHECK(registry::in_order(stored, request));
    request.cseq = 1;
    request.call_id = "d";
    CHECK(registry::in_order(stored, request));
    request.call_id.clear();  // nobody's request: an expiry, an administrator
    CHECK(registry::in_order(stored, request));
}
