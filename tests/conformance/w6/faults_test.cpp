// SPDX-License-Identifier: Apache-2.0
#include "conformance/w6/faulty_registrar.hpp"
#include "conformance/w6/rig.hpp"

using namespace wims;
using namespace wims::test;
using namespace std::chrono_literals;

TEST_CASE_TEMPLATE("W6-01: whatever happens to an answer, the asker hears once and the registrar stays whole", Rig,
                   W6_RIGS) {
    for (const auto fault : every_fault) {
        CAPTURE(static_cast<int>(fault));
        Rig rig;
        Asker asker(rig);
        REQUIRE(asker.claim().ok());
        FaultyRegistrar faulty(rig.w6(), rig.executor(), fault);
        Browser browser("b1");
        int answers = 0;
        bool good = false;
        auto operation = async<w6::Registered>(
            rig.executor(), rig.executor().now() + 2s,
            [&](Deadline d, Completion<w6::Registered> done) {
                faulty.register_contact({TrailId(), bob, block_1, asker.epoch, w6::AllocatedBy::epcscf, browser.next()},
                                        d, std::move(done));
            },
            [&](Result<w6::Registered> result) {
                ++answers;
                good = result.ok();
            });
        rig.advance(10s);
        CHECK(answers == 1);
        CHECK(good == (fault == Fault::none || fault == Fault::twice));
        // The next try is a refresh or a creation, and one contact is there either way.
        const auto next = asker.put(bob, browser.next());
        REQUIRE(next.ok());
        CHECK(next->registration.contacts.size() == 1);
        CHECK(rig.health().contacts == 1);
    }
}

TEST_CASE("the registrar's end: questions on the way are not answered, and nothing of the host is touched") {
    VirtualExecutor executor;
    RecordingHost host;
    auto registrar = *registry::WimpuRegistrar::create(registrar_config(), executor, host, host);
    std::optional<Result<w6::BlockLease>> answer;
    auto operation = async<w6::BlockLease>(
        executor, executor.now() + 2s,
        [&](Deadline d, Completion<w6::BlockLease> done) {
            registrar->w6().claim_block({TrailId(), block_1, "p-cscf-1"}, d, std::move(done));
        },
        [&](Result<w6::BlockLease> result) { answer = std::move(result); });
    registrar.reset();
    executor.advance(3s);
    REQUIRE(answer.has_value());
    CHECK(answer->error().kind == ErrorKind::timeout);
    CHECK(host.lines().empty());
}
