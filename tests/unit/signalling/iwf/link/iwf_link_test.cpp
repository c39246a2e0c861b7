// SPDX-License-Identifier: Apache-2.0
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "conformance/iwf/rig.hpp"
#include "support/tls/client.hpp"

using namespace wims;
using namespace wims::test;
using namespace std::chrono_literals;

namespace {

bool settles(const std::function<bool()>& condition) {
    for (int i = 0; i < 500 && !condition(); ++i) std::this_thread::sleep_for(10ms);
    return condition();
}

}  // namespace

TEST_CASE("IWF link EPC-18: who shows no IWF's certificate is refused, and nothing is attached") {
    RemoteLinkRig rig;
    REQUIRE(rig.p_cscf.wait_attached(7) != nullptr);
    auto config = rig.certificates.client({rig.server->local()});
    Authority stranger;
    Authority::Files files;
    std::string why;
    SUBCASE("another role's certificate") {
        files = rig.certificates.authority.issue({"p-cscf", "DNS:p-cscf.example"});
        why = "the certificate is not an IWF's";
    }
    SUBCASE("another authority's") {
        files = stranger.issue({"iwf", "DNS:a.iwf.example"});
        why = "certificate verify failed";
    }
    SUBCASE("expired") {
        files = rig.certificates.authority.issue({"iwf", "DNS:a.iwf.example", true});
        why = "expired";
    }
    config.certificate_file = files.certificate;
    config.private_key_file = files.private_key;
    IwfDouble other({8, 80});
    const auto client = *signalling::IwfLinkClient::create(config, other, rig.host, rig.host);
    CHECK(settles([&] { return rig.host.said(why) && rig.host.counted("iwf.links_refused") >= 1; }));
    CHECK(rig.server->nodes() == std::vector<std::uint32_t>{7});
}

TEST_CASE("IWF link EPC-18: clear text, and TLS without a certificate, get nothing") {
    RemoteLinkRig rig;
    REQUIRE(rig.p_cscf.wait_attached(7) != nullptr);
    const auto server = rig.server->local();
    const int fd = connect_tcp(server);
    REQUIRE(fd >= 0);
    const auto hello = std::string("\0\0\0\x0f\x01\0\x01\0\0\0\x08\0\0\0\x08\0\0\0\0", 19);
    REQUIRE(::send(fd, hello.data(), hello.size(), MSG_NOSIGNAL) == 19);
    char answer[64];
    ssize_t n = 0, total = 0;
    while ((n = ::recv(fd, answer, sizeof answer, 0)) > 0) total += n;
    CHECK(total < 10);  // an alert at most
    ::close(fd);

    TlsClient::Options options;
    options.alpn = "\x0awims-iwf/1";
    TlsClient bare(server, options);
    bare.write(hello);
    CHECK(bare.ended());
    CHECK(rig.server->nodes() == std::vector<std::uint32_t>{7});
}

TEST_CASE("IWF link: nobody speaks for the flows of another IWF, nor takes its place") {
    RemoteLinkRig rig;
    auto* link = rig.iwf.wait_attached("p-cscf-1");
    REQUIRE(link != nullptr);
    SUBCASE("another node's flow") {
        link->send(iwf::Sip{{8, 70, 1}, "x"});
        CHECK(rig.p_cscf.wait_detached());
    }
    SUBCASE("another boot's flow") {
        link->send(iwf::Down{{7, 71, 1}, "x"});
        CHECK(rig.p_cscf.wait_detached());
    }
    SUBCASE("a frame that is a P-CSCF's to send") {
        link->send(iwf::Close{{7, 70, 1}, 1000, ""});
        CHECK(rig.p_cscf.wait_detached());
    }
    SUBCASE("the node of another certificate") {
        auto config = rig.certificates.client({rig.server->local()});
        const auto files = rig.certificates.authority.issue({"iwf", "DNS:b.iwf.example"});
        config.certificate_file = files.certificate;
        config.private_key_file = files.private_key;
        IwfDouble thief({7, 99});
        const auto client = *signalling::IwfLinkClient::create(config, thief, rig.host, rig.host);
        CHECK(settles([&] { return rig.host.said("node 7 is iwf") || rig.host.said("node 7 is a.iwf.example"); }));
        CHECK(rig.p_cscf.detached == 0);
    }
    for (const auto& frame : rig.p_cscf.got.wait_frames(0)) CHECK(frame.index() == 99);  // nothing came through
}

TEST_CASE("IWF link FOV-08: an IWF that starts again takes its own place; its link is new, its old flows are down") {
    RemoteLinkRig rig;
    REQUIRE(rig.p_cscf.wait_attached(7) != nullptr);
    IwfDouble again({7, 71});
    const auto client =
        *signalling::IwfLinkClient::create(rig.certificates.client({rig.server->local()}), again, rig.host, rig.host);
    auto* link = again.wait_attached("p-cscf-1");
    REQUIRE(link != nullptr);
    CHECK(rig.p_cscf.wait_detached());
    rig.client.reset();  // else the two would take turns
    link = again.wait_attached("p-cscf-1");
    REQUIRE(link != nullptr);
}

TEST_CASE("IWF link: an IWF connects again by itself to a P-CSCF that was started again") {
    LinkCertificates certificates;
    RecordingHost host;
    IwfDouble iwf;
    PCscfDouble p_cscf;
    auto config = certificates.server();
    auto server = *signalling::IwfLinkServer::create(config, p_cscf, host, host);
    config.bind = server->local();
    const auto client = *signalling::IwfLinkClient::create(certificates.client({config.bind}), iwf, host, host);
    REQUIRE(iwf.wait_attached("p-cscf-1") != nullptr);
    server.reset();
    CHECK(iwf.wait_detached());
    CHECK(client->instances().empty());
    server = *signalling::IwfLinkServer::create(config, p_cscf, host, host);
    CHECK(iwf.wait_attached("p-cscf-1") != nullptr);
    CHECK(p_cscf.wait_attached(7) != nullptr);
}

TEST_CASE("IWF link EPC-15: one client links an IWF with several instances, each under its own name once") {
    LinkCertificates certificates;
    RecordingHost host;
    IwfDouble iwf;
    PCscfDouble one("p-cscf-1"), two("p-cscf-2"), twin("p-cscf-2");
    std::vector<std::unique_ptr<signalling::IwfLinkServer>> servers;
    std::vector<TransportAddress> addresses;
    for (auto* p_cscf : {&one, &two}) {
        servers.push_back(*signalling::IwfLinkServer::create(certificates.server(), *p_cscf, host, host));
        addresses.push_back(servers.back()->local());
    }
    const auto client = *signalling::IwfLinkClient::create(certificates.client(addresses), iwf, host, host);
    REQUIRE(iwf.wait_attached("p-cscf-1") != nullptr);
    auto* to_two = iwf.wait_attached("p-cscf-2");
    REQUIRE(to_two != nullptr);
    to_two->send(iwf::Down{{7, 70, 1}, "x"});
    CHECK(two.got.wait_frames(1).size() == 1);
    CHECK(one.got.wait_frames(0).empty());
    REQUIRE(one.wait_attached(7) != nullptr);
    one.wait_attached(7)->send(iwf::Drain{"p-cscf-2"});  // an instance speaks for itself only
    const auto frames = iwf.got.wait_frames(1);
    REQUIRE(frames.size() == 1);
    CHECK(std::get<iwf::Drain>(frames[0]).instance == "p-cscf-1");
}

TEST_CASE("IWF link: a configuration without names, authorities or peers is refused") {
    LinkCertificates certificates;
    RecordingHost host;
    IwfDouble iwf;
    PCscfDouble p_cscf;
    auto nobody = certificates.server(), clear = nobody, no_key = nobody;
    nobody.iwf_names.clear();
    clear.client_ca_file.clear();
    no_key.private_key_file = no_key.certificate_file;
    for (const auto& config : {nobody, clear, no_key}) {
        const auto made = signalling::IwfLinkServer::create(config, p_cscf, host, host);
        REQUIRE_FALSE(made);
        CHECK(made.error().kind == ErrorKind::usage);
    }
    auto nowhere = certificates.client({}), bare = certificates.client({{"127.0.0.1", 1}});
    bare.certificate_file.clear();
    for (const auto& config : {nowhere, bare}) {
        const auto made = signalling::IwfLinkClient::create(config, iwf, host, host);
        REQUIRE_FALSE(made);
        CHECK(made.error().kind == ErrorKind::usage);
    }
}
