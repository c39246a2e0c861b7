// SPDX-License-Identifier: Apache-2.0
// WIMS_CHURN: how many sessions, when other than what every run of the tests can afford.
#include "asker.hpp"

#include <cstdlib>

#include "support/resources.hpp"
#include "support/virtual_executor.hpp"

using namespace wims;
using namespace wims::test;

namespace {

struct Deaf final : LogSink, Metrics {
    void write(const LogRecord&) noexcept override {}
    void count(std::string_view, std::uint64_t) noexcept override {}
    void gauge(std::string_view, std::int64_t) noexcept override {}
};

/// A gateway whose asker lives on the test's thread.
struct Gateway {
    explicit Gateway() {
        auto config = Asker::config();
        config.core_port_min = 46000;
        config.core_port_max = 46199;
        config.contexts = 64;
        auto made = ImsAgw::create(config, host, host);
        REQUIRE(made.ok());
        agw = std::move(*made);
    }
    /// What was asked has been served ...
    void serve() { before_serve = agw->health(); }
    /// ... and the answers are heard.
    void settle() {
        serve();
        executor.run();
    }
    Operation reserve(const iq::ReserveRequest& r, std::function<void(Result<iq::Reserved>)> heard) {
        return async<iq::Reserved>(
            executor, executor.now() + std::chrono::seconds(5),
            [&](Deadline d, Completion<iq::Reserved> done) { agw->reserve(r, d, std::move(done)); }, std::move(heard));
    }
    Operation configure(const iq::ConfigureRequest& r, std::function<void(Result<iq::Configured>)> heard) {
        return async<iq::Configured>(
            executor, executor.now() + std::chrono::seconds(5),
            [&](Deadline d, Completion<iq::Configured> done) { agw->configure(r, d, std::move(done)); },
            std::move(heard));
    }
    Operation release(iq::ContextId context, std::function<void(Result<iq::Released>)> heard) {
        return async<iq::Released>(
            executor, executor.now() + std::chrono::seconds(5),
            [&](Deadline d, Completion<iq::Released> done) {
                agw->release({TrailId(), context}, d, std::move(done));
            },
            std::move(heard));
    }
    iq::Reserved reserved(const iq::ReserveRequest& r) {
        std::optional<iq::Reserved> got;
        const auto operation = reserve(r, [&](Result<iq::Reserved> result) {
            REQUIRE(result.ok());
            got = std::move(*result);
        });
        settle();
        REQUIRE(got);
        return *got;
    }
    bool released(iq::ContextId context) {
        bool ok = false;
        const auto operation = release(context, [&](Result<iq::Released> result) { ok = result.ok(); });
        settle();
        return ok;
    }

    VirtualExecutor executor;
    Deaf host;
    std::unique_ptr<ImsAgw> agw;
    ImsAgw::Health before_serve;
};

/// Nothing may be left of what happened between the two.
void check_no_growth(const Resources& before, const Resources& after) {
    MESSAGE("heap " << before.heap << " -> " << after.heap << ", resident " << before.resident << " -> "
                    << after.resident << ", descriptors " << before.descriptors << " -> " << after.descriptors);
    CHECK(after.descriptors == before.descriptors);
    CHECK(after.heap <= before.heap + (64 << 10));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    CHECK(after.resident <= before.resident + (4 << 20));
#endif
}

constexpr iq::OwnerId passing = 9;  // an owner that goes
constexpr int kinds = 12;

/// One way for a call to fail; how many operations failed or were given up.
int fail(Gateway& gateway, Wic& wic, int kind) {
    int failures = 0;
    const auto refused = [&](const iq::ReserveRequest& r) {
        const auto operation =
            gateway.reserve(r, [&](Result<iq::Reserved> result) { failures += result.ok() ? 0 : 1; });
        gateway.settle();
    };
    const auto owned = [] {
        auto r = request();
        r.owner = passing;
        return r;
    };
    const auto not_configured = [&](iq::ConfigureRequest r) {
        const auto operation =
            gateway.configure(r, [&](Result<iq::Configured> result) { failures += result.ok() ? 0 : 1; });
        gateway.settle();
    };
    auto r = request();
    switch (kind) {
        case 0: refused(request(0)); return failures;
        case 1:
            r = request(2);
            r.streams[1].id = 0;
            refused(r);
            return failures;
        case 2:
            r.access_remote = iq::AccessRemote{};
            refused(r);
            return failures;
        case 3:
            r.streams[0].core_remote = iq::CoreRemote{{"phone.example", 4000}, {}};
            refused(r);
            return failures;
        case 4: refused(request(101)); return failures;  // a hundred pairs are bound before
        case 5: {                                        // given up before it is served
            async<iq::Reserved>(
                gateway.executor, gateway.executor.now() + std::chrono::seconds(5),
                [&](Deadline d, Completion<iq::Reserved> done) {
                    done(Error{ErrorKind::cancelled, "given up", 0});
                    gateway.agw->reserve(request(), d, std::move(done));
                },
                [](Result<iq::Reserved>) {})
                .detach();
            gateway.settle();
            return 1;
        }
        case 6: {  // the owner goes while it waits
            gateway.agw->notify(passing, gateway.executor, [](const iq::Event&) {});
            const auto operation =
                gateway.reserve(owned(), [&](Result<iq::Reserved> r2) { failures += r2.ok() ? 0 : 1; });
            gateway.agw->release_all(passing);
            gateway.settle();
            return 1;
        }
        case 7: {  // the owner goes before it hears
            gateway.agw->notify(passing, gateway.executor, [](const iq::Event&) {});
            auto operation = gateway.reserve(owned(), [](Result<iq::Reserved>) {});
            gateway.serve();
            operation.reset();
            gateway.agw->release_all(passing);
            gateway.settle();
            return 1;
        }
        case 8: not_configured({}); return failures;
        case 9: return gateway.released(77) ? 0 : 1;
        case 10: {
            iq::ConfigureRequest wrong;
            wrong.context = gateway.reserved(request()).context;
            wrong.streams.emplace_back().id = 5;
            not_configured(wrong);
            CHECK(gateway.released(wrong.context));
            return failures;
        }
        default: {  // released in the middle of a handshake
            r.access_remote = wic.remote();
            const auto reserved = gateway.reserved(r);
            wic.check(reserved);
            dtls::Association hello(*wic.dtls, w3::DtlsRole::client, reserved.access.fingerprints);
            hello.start();
            for (const auto& datagram : hello.take_outgoing())
                wic.socket.send(datagram, *IpEndpoint::from(reserved.access_address));
            gateway.serve();
            CHECK(gateway.released(reserved.context));
            return 1;
        }
    }
}

/// Sessions side by side, from reserve to release; every `talking`th with DTLS and media. Packets that were relayed.
std::uint64_t churn(Gateway& gateway, Wic& wic, core_leg::UdpSocket& phone, std::size_t sessions, std::size_t talking) {
    constexpr std::size_t at_once = 16;
    std::uint64_t relayed = 0;
    const auto packet = [](std::uint8_t n) {
        return std::vector<std::uint8_t>{0x80, 8, 0, n, 0, 0, 0, n, 0, 0, 0, 1, 2};
    };
    for (std::size_t done = 0; done < sessions; done += at_once) {
        std::vector<iq::Reserved> live;
        std::vector<Operation> operations;
        auto r = request();
        r.access_remote = wic.remote();
        for (std::size_t i = 0; i < at_once; ++i)
            operations.push_back(gateway.reserve(r, [&](Result<iq::Reserved> result) {
                REQUIRE(result.ok());
                live.push_back(std::move(*result));
            }));
        gateway.settle();
        REQUIRE(live.size() == at_once);
        for (const auto& reserved : live) {
            iq::ConfigureRequest answer;
            answer.context = reserved.context;
            answer.streams = r.streams;
            answer.streams[0].payloads = {{8, 8, "PCMA", 8000, 0}};
            answer.streams[0].core_remote = iq::CoreRemote{phone.local().text(), {}};
            operations.push_back(
                gateway.configure(answer, [](Result<iq::Configured> result) { REQUIRE(result.ok()); }));
            wic.check(reserved);
        }
        gateway.settle();
        for (std::size_t i = 0; i < at_once; ++i) {
            const bool talks = (done + i) % talking == 0;
            if (talks) {
                wic.check(live[i]);
                REQUIRE(wic.handshake(live[i]));
            }
            for (std::uint8_t n = 1; n <= 5; ++n) {
                phone.send(packet(n), *IpEndpoint::from(live[i].core[0].rtp));
                if (talks) wic.send_media(live[i], packet(n));
            }
        }
        for (int round = 0; round < 6; ++round) gateway.settle();  // a core port is read once a round
        for (const auto& reserved : live)
            operations.push_back(gateway.release(reserved.context, [&](Result<iq::Released> result) {
                REQUIRE(result.ok());
                relayed += result->streams[0].packets_to_core + result->streams[0].packets_to_access;
            }));
        gateway.settle();
    }
    return relayed;
}

}  // namespace

TEST_CASE("IQ-10: 10,000 failures of every kind: contexts, ports, descriptors and memory are back where they began") {
    Gateway gateway;
    Wic wic;
    const auto ports = gateway.agw->health().core_ports_free;
    for (int i = 0; i < 10 * kinds; ++i) fail(gateway, wic, i % kinds);
    const auto before = Resources::now();
    int failures = 0;
    for (int i = 0; failures < 10'000; ++i)
        failures += fail(gateway, wic, i % 97 == 0 ? 4 : i % kinds == 4 ? 5 : i % kinds);
    const auto after = Resources::now();
    const auto health = gateway.agw->health();
    CHECK(health.contexts == 0);
    CHECK(health.core_ports_free == ports);
    check_no_growth(before, after);
}

TEST_CASE("AGW-02: sessions that come and go leave no memory, descriptor or port behind") {
    const char* wanted = std::getenv("WIMS_CHURN");
    const std::size_t sessions = wanted != nullptr ? std::strtoul(wanted, nullptr, 10) : 20000;
    Gateway gateway;
    Wic wic;
    auto phone = *core_leg::UdpSocket::bind(*IpEndpoint::from({"127.0.0.1", 0}));
    const auto ports = gateway.agw->health().core_ports_free;
    churn(gateway, wic, phone, 480, 40);
    const auto before = Resources::now();
    const auto relayed = churn(gateway, wic, phone, sessions, 40);
    const auto after = Resources::now();
    MESSAGE(sessions << " sessions, " << relayed << " packets relayed");
    CHECK(relayed >= sessions / 40 * 9);
    const auto health = gateway.agw->health();
    CHECK(health.contexts == 0);
    CHECK(health.core_ports_free == ports);
    check_no_growth(before, after);
}
