// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <wims/registry.h>

namespace {

std::string text(wims_str s) { return {s.data, s.size}; }

/// One registry with one block of two numbers, on a clock of the test's.
struct Fixture {
    Fixture() {
        block.wimpu = wimpu;
        block.domains = &domain;
        block.domain_count = 1;
        block.size = 2;
        config.blocks = &block;
        config.block_count = 1;
        config.contacts_per_entry = 2;
        config.now_ms = [](void* user) { return static_cast<Fixture*>(user)->now; };
        config.clock_user = this;
        sink.threshold = WIMS_LOG_DEBUG;
        sink.user = this;
        sink.write = [](void* user, const wims_log_record* record) {
            static_cast<Fixture*>(user)->lines.push_back(text(record->entity) + ": " + text(record->text));
        };
        config.log = &sink;
        REQUIRE(wims_registry_create(&registry, &config) == WIMS_OK);
        REQUIRE(wims_registry_claim(&epoch, registry, wimpu, WIMS_STR("p-cscf-1")) == WIMS_OK);
    }
    ~Fixture() { wims_registry_destroy(registry); }

    wims_status allocate(const char* identity, std::uint32_t cseq, const char* instance = "<urn:uuid:1>") {
        wims_registry_contact contact = WIMS_REGISTRY_CONTACT_INIT;
        contact.uri = WIMS_STR("sip:k3@b2.invalid;transport=ws");
        contact.instance_id = {instance, std::char_traits<char>::length(instance)};
        contact.reg_id = 1;
        contact.call_id = contact.instance_id;
        contact.cseq = cseq;
        contact.expires_ms = 60'000;
        return wims_registry_allocate(&outcome, registry, {identity, std::char_traits<char>::length(identity)}, wimpu,
                                      epoch, WIMS_ALLOCATED_BY_EPCSCF, &contact, keep, this);
    }
    static void keep(void* user, const wims_registration* r) {
        auto& f = *static_cast<Fixture*>(user);
        f.impu = text(r->impu);
        f.external = text(r->external_identity);
        f.contacts = r->contact_count;
        f.left_ms = r->contact_count > 0 ? r->contacts[0].expires_ms : 0;
    }

    const wims_str wimpu = WIMS_STR("sip:w1-!.*!@webrtc.operator.example");
    const wims_str domain = WIMS_STR("enterprise.com");
    wims_registry_block block = WIMS_REGISTRY_BLOCK_INIT;
    wims_registry_config config = WIMS_REGISTRY_CONFIG_INIT;
    wims_log_sink_vt sink = WIMS_LOG_SINK_VT_INIT;
    wims_registry* registry = nullptr;
    std::uint64_t epoch = 0;
    std::int64_t now = 1'000'000, left_ms = 0;
    std::int32_t outcome = 0;
    std::string impu, external;
    std::size_t contacts = 0;
    std::vector<std::string> lines;
};

}  // namespace

TEST_CASE("R3-03 R3-05 R3-06: allocate, refresh, a second contact, found by both names") {
    Fixture f;
    REQUIRE(f.allocate("sip:Bob@enterprise.com", 1) == WIMS_OK);
    CHECK(f.outcome == WIMS_OUTCOME_CREATED);
    const std::string first = f.impu;
    CHECK(first.starts_with("sip:w1-"));
    REQUIRE(f.allocate("sip:Bob@ENTERPRISE.com", 2) == WIMS_OK);
    CHECK(f.outcome == WIMS_OUTCOME_REFRESHED);
    REQUIRE(f.allocate("sip:Bob@enterprise.com", 1, "<urn:uuid:2>") == WIMS_OK);
    CHECK(f.outcome == WIMS_OUTCOME_CONTACT_ADDED);
    CHECK(f.impu == first);

    f.impu.clear();
    REQUIRE(wims_registry_locate(f.registry, {first.data(), first.size()}, Fixture::keep, &f) == WIMS_OK);
    CHECK(f.external == "sip:Bob@enterprise.com");
    CHECK(f.contacts == 2);
    CHECK(f.left_ms == 60'000);
    CHECK(f.lines.size() >= 4);
    CHECK(f.lines.front() == "wimpu-registrar: block claimed");
}

TEST_CASE("EXP-01: what is not refreshed is gone when its time has come, by the host's clock") {
    Fixture f;
    REQUIRE(f.allocate("sip:Bob@enterprise.com", 1) == WIMS_OK);
    f.now += 59'999;
    CHECK(wims_registry_locate(f.registry, WIMS_STR("sip:Bob@enterprise.com"), Fixture::keep, &f) == WIMS_OK);
    CHECK(f.left_ms == 1);
    f.now += 2;
    CHECK(WIMS_STATUS_TYPE(wims_registry_locate(f.registry, WIMS_STR("sip:Bob@enterprise.com"), nullptr, nullptr)) ==
          WIMS_TYPE_NOT_FOUND);
}

TEST_CASE("each refusal of W6 has its type and its cause, and changes nothing") {
    Fixture f;
    REQUIRE(f.allocate("sip:Bob@enterprise.com", 5) == WIMS_OK);
    CHECK(f.allocate("sip:Bob@enterprise.com", 4) == WIMS_STATUS(WIMS_TYPE_PROTOCOL, 500));
    REQUIRE(f.allocate("sip:Bob@enterprise.com", 1, "<urn:uuid:2>") == WIMS_OK);
    CHECK(f.allocate("sip:Bob@enterprise.com", 1, "<urn:uuid:3>") == WIMS_STATUS(WIMS_TYPE_AUTH, 403));
    REQUIRE(f.allocate("sip:Carol@enterprise.com", 1) == WIMS_OK);
    CHECK(f.allocate("sip:Dave@enterprise.com", 1) == WIMS_STATUS(WIMS_TYPE_LIMIT, 503));
    const std::uint64_t old = f.epoch;
    REQUIRE(wims_registry_claim(&f.epoch, f.registry, f.wimpu, WIMS_STR("p-cscf-2")) == WIMS_OK);
    f.epoch = old;
    CHECK(f.allocate("sip:Bob@enterprise.com", 9) == WIMS_STATUS(WIMS_TYPE_AUTH, 409));
    REQUIRE(wims_registry_locate(f.registry, WIMS_STR("sip:Bob@enterprise.com"), Fixture::keep, &f) == WIMS_OK);
    CHECK(f.contacts == 2);
    CHECK(wims_registry_claim(&f.epoch, f.registry, WIMS_STR("sip:none@x"), WIMS_STR("p")) ==
          WIMS_STATUS(WIMS_TYPE_NOT_FOUND, 404));
}

TEST_CASE("a configuration that does not fit makes no registry") {
    wims_registry_block blocks[2] = {WIMS_REGISTRY_BLOCK_INIT, WIMS_REGISTRY_BLOCK_INIT};
    blocks[0].wimpu = blocks[1].wimpu = WIMS_STR("sip:w1-!.*!@webrtc.operator.example");
    wims_registry_config config = WIMS_REGISTRY_CONFIG_INIT;
    config.blocks = blocks;
    config.block_count = 2;
    wims_registry* registry = nullptr;
    CHECK(WIMS_STATUS_TYPE(wims_registry_create(&registry, &config)) == WIMS_TYPE_USAGE);
    CHECK(registry == nullptr);
    CHECK(*wims_last_error() != '\0');
    config.blocks = nullptr;
    CHECK(wims_registry_create(&registry, &config) == WIMS_STATUS(WIMS_TYPE_USAGE, WIMS_CAUSE_NULL_ARGUMENT));
}
