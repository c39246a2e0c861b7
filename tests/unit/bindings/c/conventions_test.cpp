// SPDX-License-Identifier: Apache-2.0
// What all C functions keep to: handles, structures of other versions, buffers, status and text.
#include <doctest/doctest.h>

#include <cstring>
#include <string>
#include <thread>

#include <wims/media.h>
#include <wims/registry.h>
#include <wims/signalling.h>

namespace {

/// The structure of a header newer than the library.
template <class T>
struct Newer {
    T known;
    std::uint64_t option = 0;
};

}  // namespace

TEST_CASE("status: type and cause come apart again, and both are said in words") {
    const wims_status status = WIMS_STATUS(WIMS_TYPE_AUTH, 403);
    CHECK(status < 0);
    CHECK(WIMS_STATUS_TYPE(status) == WIMS_TYPE_AUTH);
    CHECK(WIMS_STATUS_CAUSE(status) == 403);
    CHECK(std::string(wims_status_text(status)).starts_with("auth"));
    CHECK(std::string(wims_status_text(WIMS_OK)) == "ok");
    for (const wims_status strange : {1, -1, INT32_MAX, INT32_MIN + 1, WIMS_STATUS(200, 0)})
        CHECK(wims_status_text(strange) != nullptr);
    CHECK(std::string(wims_version()) == std::to_string(WIMS_VERSION_MAJOR) + "." + std::to_string(WIMS_VERSION_MINOR) +
                                             "." + std::to_string(WIMS_VERSION_PATCH));
    CHECK(WIMS_VERSION_CHECK(0, 1, 0));
    CHECK_FALSE(WIMS_VERSION_CHECK(1, 0, 0));
}

TEST_CASE("handles: NULL and one of another kind are usage, destroying NULL is nothing") {
    wims_alg* alg = nullptr;
    const wims_alg_config config = WIMS_ALG_CONFIG_INIT;
    REQUIRE(wims_alg_create(&alg, &config) == WIMS_OK);
    CHECK(wims_alg_abandon_offer(nullptr) == WIMS_STATUS(WIMS_TYPE_USAGE, WIMS_CAUSE_NULL_ARGUMENT));
    CHECK(wims_alg_create(nullptr, &config) == WIMS_STATUS(WIMS_TYPE_USAGE, WIMS_CAUSE_NULL_ARGUMENT));
    auto* wrong = reinterpret_cast<wims_registry*>(alg);
    CHECK(wims_registry_locate(wrong, WIMS_STR("sip:a@b"), nullptr, nullptr) ==
          WIMS_STATUS(WIMS_TYPE_USAGE, WIMS_CAUSE_WRONG_HANDLE));
    CHECK(std::string(wims_last_error()).find("another kind") != std::string::npos);
    wims_registry_destroy(wrong);  // refused: it is no registry
    CHECK(wims_alg_abandon_offer(alg) == WIMS_OK);
    wims_alg_destroy(alg);
    wims_alg_destroy(nullptr);
    wims_registry_destroy(nullptr);
    wims_token_verifier_destroy(nullptr);
    wims_media_engine_destroy(nullptr);
    wims_media_session_destroy(nullptr);
}

TEST_CASE("structures: of an older header, of a newer one, with and without an option the library does not know") {
    wims_alg* alg = nullptr;
    wims_alg_config older = WIMS_ALG_CONFIG_INIT;
    older.struct_size = offsetof(wims_alg_config, core_user);
    older.core_user = {reinterpret_cast<const char*>(8), 1000000};  // was never in that header: must not be looked at
    REQUIRE(wims_alg_create(&alg, &older) == WIMS_OK);
    wims_alg_destroy(alg);

    Newer<wims_alg_config> newer{WIMS_ALG_CONFIG_INIT};
    newer.known.struct_size = sizeof newer;
    REQUIRE(wims_alg_create(&alg, &newer.known) == WIMS_OK);
    wims_alg_destroy(alg);
    alg = nullptr;
    newer.option = 1;
    CHECK(wims_alg_create(&alg, &newer.known) == WIMS_STATUS(WIMS_TYPE_USAGE, WIMS_CAUSE_UNKNOWN_OPTION));
    CHECK(alg == nullptr);

    wims_alg_config unset = {};
    CHECK(wims_alg_create(&alg, &unset) == WIMS_STATUS(WIMS_TYPE_USAGE, WIMS_CAUSE_SHORT_STRUCTURE));
    CHECK(wims_alg_create(&alg, nullptr) == WIMS_STATUS(WIMS_TYPE_USAGE, WIMS_CAUSE_NULL_ARGUMENT));
}

TEST_CASE("structures: an array of a newer header's elements is walked by their size") {
    const wims_str domain = WIMS_STR("enterprise.com"), other = WIMS_STR("small.example");
    Newer<wims_registry_block> blocks[2] = {{WIMS_REGISTRY_BLOCK_INIT}, {WIMS_REGISTRY_BLOCK_INIT}};
    for (auto& block : blocks) block.known.struct_size = sizeof block;
    blocks[0].known.wimpu = WIMS_STR("sip:w1-!.*!@webrtc.operator.example");
    blocks[0].known.domains = &domain;
    blocks[1].known.wimpu = WIMS_STR("sip:w2-!.*!@webrtc.operator.example");
    blocks[1].known.domains = &other;
    for (auto& block : blocks) block.known.domain_count = 1;
    wims_registry_config config = WIMS_REGISTRY_CONFIG_INIT;
    config.blocks = &blocks[0].known;
    config.block_count = 2;
    wims_registry* registry = nullptr;
    REQUIRE(wims_registry_create(&registry, &config) == WIMS_OK);
    std::uint64_t epoch = 0;
    CHECK(wims_registry_claim(&epoch, registry, blocks[1].known.wimpu, WIMS_STR("p-cscf-1")) == WIMS_OK);
    CHECK(epoch > 0);
    wims_registry_destroy(registry);
}

TEST_CASE("wims_last_error: each thread has its own") {
    CHECK(wims_alg_abandon_offer(nullptr) != WIMS_OK);
    const std::string here = wims_last_error();
    std::string there = "?";
    std::thread([&] { there = wims_last_error(); }).join();
    CHECK_FALSE(here.empty());
    CHECK(there.empty());
}
