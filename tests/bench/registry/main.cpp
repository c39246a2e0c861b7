// SPDX-License-Identifier: Apache-2.0
// The registrar's store:  bench-registry DIRECTORY [BINDINGS]. DIRECTORY lies on the disk that a journal would be on.
#include <filesystem>
#include <random>

#include "bench/harness.hpp"
#include "bench/registry/population.hpp"

using namespace wims;
using namespace wims::bench;

namespace {

constexpr int turns = 5;
constexpr std::size_t batch = 200'000;
constexpr std::size_t at_once = 64 * 128;  // as many as a RegistrarServer takes

double seconds_of(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void fill(Population& people, std::size_t bindings) {
    for (std::size_t i = 0; i < bindings; ++i) {
        people.put(i, 1);
        if (i % 1000 == 0) people.progress();
        while (people.store->health().journal_waiting > 50'000) people.progress();
    }
    people.settle();
}

/// What one refresh of a random user costs the store's thread; with a journal up to the last answer. `longest`: the longest
/// time that a batch took on the clock, disk and all.
double refresh(Population& people, std::size_t bindings, std::uint32_t cseq, std::mt19937_64& random, double& longest) {
    double ns = 0;
    longest = std::max(longest, seconds_of([&] {
                           ns = cost(batch, [&] {
                               for (std::size_t i = 0; i < batch; ++i) {
                                   people.put(random() % bindings, cseq + static_cast<std::uint32_t>(i));
                                   if (i % 256 == 0) people.settle(at_once);
                               }
                               people.settle();
                           });
                       }));
    return ns;
}

double look_up(Population& people, const std::vector<std::string>& names) {
    std::size_t registered = 0;
    const auto ns = cost(names.size(), [&] {
        w7::StatusQuery query;
        for (const auto& name : names) {
            query.identity = name;
            people.store->status(query, people.now,
                                 [&](const Result<w7::Status>& status) { registered += status && status->registered; });
        }
    });
    if (registered != names.size()) std::abort();
    return ns;
}

std::vector<std::string> random_names(Population& people, std::size_t bindings, std::mt19937_64& random) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < batch; ++i) {
        names.push_back(Population::user(random() % bindings));
        if (i % 2 == 0) continue;
        people.store->status({{}, names.back()}, people.now,
                             [&](const Result<w7::Status>& status) { names.back() = status->impu; });
    }
    return names;
}

void in_memory(std::size_t bindings, const std::string& directory) {
    std::mt19937_64 random(1);
    const auto before = resident();
    Population people("");
    const auto allocation = cost(bindings, [&] { fill(people, bindings); });
    std::printf("%zu bindings: %.0f octets each, %.2f us to allocate one\n", bindings,
                static_cast<double>(resident() - before) / static_cast<double>(bindings), allocation / 1e3);
    const auto names = random_names(people, bindings, random);
    std::vector<double> looked;
    for (int i = 0; i < turns; ++i) looked.push_back(look_up(people, names));
    std::printf("W7 look-up: %.0f ns, %.0f a second\n", median(looked), 1e9 / median(looked));

    Population kept(directory);
    fill(kept, bindings);
    std::uint32_t cseq = 2;
    double with_disk = 0, without = 0;
    const auto pair = in_turns(
        turns, [&] { return refresh(kept, bindings, cseq, random, with_disk); },
        [&] { return refresh(people, bindings, cseq += batch, random, without); });
    std::printf("refresh: %.0f a second in memory, %.0f with a journal, ratio of the rates %.2f\n",
                1e9 / pair.their_median(), 1e9 / pair.our_median(), 1 / pair.ratio());
    std::printf("refresh on the clock, slowest of %d batches: %.0f a second in memory, %.0f with a journal\n", turns,
                batch / without, batch / with_disk);
}

void load(std::size_t bindings, const std::string& directory) {
    std::uintmax_t octets = 0;
    for (const auto& file : std::filesystem::directory_iterator(directory))
        if (file.path().filename().string() != "lock") octets += file.file_size();
    std::unique_ptr<Population> people;
    double cpu = 0;
    const auto seconds =
        seconds_of([&] { cpu = cost(1, [&] { people = std::make_unique<Population>(directory); }) / 1e9; });
    if (people->store->health().entries != bindings) std::abort();
    std::printf("load: %.1f s of CPU, %.1f s on the clock, for %zu bindings, %.0f MB of snapshot and journal\n", cpu,
                seconds, bindings, static_cast<double>(octets) / 1e6);
}

/// All contacts end in one second; between the parts of the sweep one look-up each, whose wait is measured.
void expire(std::size_t bindings) {
    std::mt19937_64 random(1);
    Population people("");
    for (std::size_t i = 0; i < bindings; ++i) people.put(i, 1, std::chrono::minutes(10));
    people.now += std::chrono::minutes(10) + std::chrono::seconds(1);
    double longest = 0;
    std::size_t contacts = 0, parts = 0;
    const auto seconds = seconds_of([&] {
        for (bool more = true; more; ++parts)
            longest = std::max(longest, seconds_of([&] {
                                   const auto swept = people.store->sweep(people.now);
                                   contacts += swept.contacts;
                                   more = swept.more;
                                   people.store->status({{}, Population::user(random() % bindings)}, people.now,
                                                        [](const Result<w7::Status>&) {});
                               }));
    });
    std::printf("expiry: %zu contacts in %zu parts, %.2f s; a look-up waits %.2f ms at most\n", contacts, parts,
                seconds, longest * 1e3);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: bench-registry DIRECTORY [BINDINGS]\n");
        return 2;
    }
    const std::string directory = std::string(argv[1]) + "/bench-registry";
    const std::size_t bindings = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1'000'000;
    std::filesystem::remove_all(directory);
    in_memory(bindings, directory);
    load(bindings, directory);
    expire(bindings);
    std::filesystem::remove_all(directory);
    return 0;
}
