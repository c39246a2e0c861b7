// SPDX-License-Identifier: Apache-2.0
// Built together with a fuzz target: what the fuzzer once found worth keeping is tried in every run of the tests.
#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

TEST_CASE("the fuzzer's corpus") {
    std::size_t replayed = 0;
    for (const auto& entry : std::filesystem::directory_iterator(WIMS_FUZZ_CORPUS)) {
        CAPTURE(entry.path().string());
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string octets((std::istreambuf_iterator<char>(file)), {});
        CHECK(LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()) == 0);
        ++replayed;
    }
    CHECK(replayed > 0);
}
