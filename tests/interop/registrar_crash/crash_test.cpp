// SPDX-License-Identifier: Apache-2.0
// The registrar's host is killed at random moments under load; what it had answered is compared with what the next one says.
#include <fstream>
#include <random>

#include "conformance/w6/rig.hpp"
#include "interop/registrar_crash/process.hpp"
#include "support/acknowledged.hpp"

using namespace wims;
using namespace wims::test;
using namespace std::chrono_literals;

namespace {

constexpr int operations = 20'000;
constexpr int kills = 12;
constexpr unsigned users = 300;
constexpr std::size_t at_once = 48;

std::uint16_t free_port() {
    registry::RegistrarServerConfig config;
    VirtualExecutor time;
    RecordingHost host;
    const auto registrar = *registry::WimpuRegistrar::create(registrar_config(), time, host, host);
    config.bind = {{"127.0.0.1", 0}, {}};
    config.certificate_file = RemoteRig::certificates().server.certificate;
    config.private_key_file = RemoteRig::certificates().server.private_key;
    config.client_ca_file = RemoteRig::certificates().authority.certificate_file();
    config.clients = {{"nobody", {}, true}};
    return (*registry::RegistrarServer::create(config, *registrar, host, host))->local().port;
}

/// The host as a process, and a client that outlives it.
class Deployment {
public:
    Deployment() : port_(free_port()) {
        auto& certificates = RemoteRig::certificates();
        std::ofstream(file_) << R"({"control": {"ip": "127.0.0.1", "port": )" << free_port()
                             << R"(}, "blocks": [{"wimpu": ")" << block_1
                             << R"(", "domains": ["enterprise.com"]}], "quarantine_seconds": 86400,
            "journal": {"directory": "journal", "snapshot_octets": 1000000},
            "access": {"w6_w7": {"ip": "127.0.0.1", "port": )"
                             << port_ << R"(}, "certificate_file": ")" << certificates.server.certificate
                             << R"(", "private_key_file": ")" << certificates.server.private_key
                             << R"(", "client_ca_file": ")" << certificates.authority.certificate_file()
                             << R"(", "clients": [{"name": "p-cscf", "blocks": [")" << block_1
                             << R"("], "status": true}]}})";
        auto config = RemoteRig::client_config({"127.0.0.1", port_});
        config.keep_connected = true;
        client_ = *registry::RegistrarClient::create(config, host_, host_);
        start();
    }

    void start() {
        process_ = Process({WIMS_REGISTRAR, "--config", file_}, directory_.path() + "/log");
        REQUIRE(wait([this] { return client_->health().connected; }));
    }
    void kill() { process_.kill(); }

    // As a rig's.
    w6::Registrar& w6() { return client_->w6(); }
    w7::StatusDirectory& w7() { return client_->w7(); }
    Executor& executor() { return executor_; }
    template <class Arrived>
    bool wait(Arrived arrived) {
        const auto until = std::chrono::steady_clock::now() + 30s;
        for (executor_.run(); !arrived() && std::chrono::steady_clock::now() < until; executor_.run())
            std::this_thread::sleep_for(50us);
        return arrived();
    }

private:
    ScratchDirectory directory_;
    const std::string file_ = directory_.path() + "/registrar.json";
    const std::uint16_t port_;
    RecordingHost host_;
    VirtualExecutor executor_;
    Process process_;
    std::unique_ptr<registry::RegistrarClient> client_;
};

/// Writes of one contact a user, one at a time for each.
class Load {
public:
    Load(Deployment& registrar, std::mt19937& random) : registrar_(registrar), random_(random) {}

    /// Until so many more have been asked.
    void run(int more, std::uint64_t epoch) {
        for (; more > 0; --more) {
            REQUIRE(registrar_.wait([this] { return open_.size() < at_once; }));
            auto user = "sip:u" + std::to_string(random_() % users) + "@enterprise.com";
            while (open_.contains(user)) user = "sip:u" + std::to_string(random_() % users) + "@enterprise.com";
            if (random_() % 4 == 0) remove(user, epoch);
            else put(user, epoch);
        }
    }
    /// Until each has an answer, if only that there is none.
    void drain() {
        REQUIRE(registrar_.wait([this] { return open_.empty(); }));
    }

    void compare(Asker<Deployment>& asker) {
        model_.look_again();
        for (const auto& [user, known] : std::map(model_.users())) {
            const auto status = asker.status(user);
            const auto entry = asker.fetch(user);
            model_.found(user, entry ? entry->contacts.at(0).cseq : Acknowledged::gone, status ? status->impu : "");
        }
    }
    int answered = 0;

private:
    template <class T, class Begin>
    void ask(const std::string& user, std::uint32_t cseq, Begin begin, std::function<std::string(const T&)> impu) {
        model_.asked(user, cseq);
        open_.insert(user);
        async<T>(registrar_.executor(), registrar_.executor().now() + 1h, begin,
                 [this, user, cseq, impu](const Result<T>& answer) {
                     open_.erase(user);
                     answered += answer.ok();
                     if (answer) model_.answered(user, cseq, impu(*answer));
                     else if (answer.error().kind == ErrorKind::not_found) model_.answered(user, cseq, "");
                 })
            .detach();
    }
    void put(const std::string& user, std::uint64_t epoch) {
        w6::RegisterContact request;
        request.identity = user;
        request.wimpu = block_1;
        request.epoch = epoch;
        request.contact = Browser("b").contact;
        request.contact.expires = 1h;
        request.contact.cseq = model_.next_cseq();
        request.request_id = std::uint64_t{random_()} + 1;
        ask<w6::Registered>(
            user, request.contact.cseq,
            [&](Deadline d, Completion<w6::Registered> done) { registrar_.w6().register_contact(request, d, done); },
            [](const w6::Registered& answer) { return answer.registration.impu; });
    }
    void remove(const std::string& user, std::uint64_t epoch) {
        w6::RemoveContacts request;
        request.identity = user;
        request.epoch = epoch;
        request.all = true;
        ask<w6::Removed>(
            user, Acknowledged::gone,
            [&](Deadline d, Completion<w6::Removed> done) { registrar_.w6().remove_contacts(request, d, done); },
            [](const w6::Removed&) { return std::string(); });
    }

    Deployment& registrar_;
    std::mt19937& random_;
    Acknowledged model_;
    std::set<std::string> open_;
};

}  // namespace

TEST_CASE("WR-10: kill -9 under load: nothing that was answered is lost, no IMPU is given twice") {
    const char* given = std::getenv("WIMS_SEED");
    const auto seed =
        given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
    MESSAGE("WIMS_SEED=", seed);
    std::mt19937 random(seed);
    Deployment registrar;
    Asker asker(registrar);
    Load load(registrar, random);
    int left = operations;
    for (int kill = 0; kill <= kills; ++kill) {
        CAPTURE(kill);
        REQUIRE(asker.claim().ok());
        const int now =
            kill == kills
                ? left
                : static_cast<int>(random() %
                                   (2 * static_cast<unsigned>(left) / static_cast<unsigned>(kills + 1 - kill) + 1));
        left -= now;
        load.run(now, asker.epoch);
        if (kill < kills) std::this_thread::sleep_for(std::chrono::microseconds(random() % 5000));
        registrar.kill();
        registrar.start();
        load.drain();
        load.compare(asker);
    }
    CHECK(left == 0);
    CHECK(load.answered > operations / 2);
}
