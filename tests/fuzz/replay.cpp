// SPDX-License-Identifier: Apache-2.0
// Built together with a fuzz target: what the fuzzer once found worth keeping is tried in every run of the tests, and for a
// moment what comes of it by chance.
#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Octets = std::vector<std::uint8_t>;

std::vector<Octets> corpus() {
    std::vector<Octets> inputs;
    for (const auto& entry : std::filesystem::directory_iterator(WIMS_FUZZ_CORPUS)) {
        std::ifstream file(entry.path(), std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return inputs;
}

bool taken(const Octets& input) { return LLVMFuzzerTestOneInput(input.data(), input.size()) == 0; }

/// One to eight changes of any kind: bits, octets of consequence, cuts, repeats, another input's end.
class Mutation {
public:
    Mutation(const std::vector<Octets>& inputs, std::uint64_t seed) : inputs_(inputs), random_(seed) {}

    Octets next() {
        Octets out = any_input();
        for (std::size_t changes = 1 + below(8); changes > 0; --changes) change(out);
        return out;
    }

private:
    std::size_t below(std::size_t n) { return n == 0 ? 0 : random_() % n; }
    const Octets& any_input() { return inputs_[below(inputs_.size())]; }
    auto place(Octets& octets) { return octets.begin() + static_cast<std::ptrdiff_t>(below(octets.size())); }

    void change(Octets& out) {
        constexpr std::uint8_t telling[] = {0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF};
        if (out.empty()) return out.push_back(static_cast<std::uint8_t>(random_()));
        switch (below(6)) {
            case 0: *place(out) ^= static_cast<std::uint8_t>(1U << below(8)); return;
            case 1: *place(out) = telling[below(std::size(telling))]; return;
            case 2: *place(out) = static_cast<std::uint8_t>(random_()); return;
            case 3: out.erase(place(out), out.end()); return;
            case 4: {
                const Octets part(place(out), out.end());
                if (out.size() < 4096) out.insert(place(out), part.begin(), part.end());
                return;
            }
            default: {
                const auto& other = any_input();
                out.erase(place(out), out.end());
                if (!other.empty())
                    out.insert(out.end(), other.begin() + static_cast<std::ptrdiff_t>(below(other.size())),
                               other.end());
            }
        }
    }

    const std::vector<Octets>& inputs_;
    std::mt19937_64 random_;
};

}  // namespace

TEST_CASE("the fuzzer's corpus") {
    const auto inputs = corpus();
    REQUIRE_FALSE(inputs.empty());
    for (const auto& input : inputs) CHECK(taken(input));
}

// Not the fuzzer, which sees what the program does: a short walk around the corpus, another one each time.
TEST_CASE("what chance makes of the fuzzer's corpus") {
    constexpr auto time = std::chrono::milliseconds(1500);
    const char* given = std::getenv("WIMS_FUZZ_SEED");
    const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
    MESSAGE("WIMS_FUZZ_SEED=" << seed);
    const auto inputs = corpus();
    REQUIRE_FALSE(inputs.empty());
    Mutation mutation(inputs, seed);
    std::size_t tried = 0;
    const auto end = std::chrono::steady_clock::now() + time;
    for (; std::chrono::steady_clock::now() < end; ++tried) REQUIRE(taken(mutation.next()));
    CHECK(tried > 0);
}
