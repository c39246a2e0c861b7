// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "unit/signalling/iwf/edge.hpp"

using namespace wims;
using namespace wims::test;

namespace {

struct TwoInstances : Edge {
    TwoInstances() { iwf->attach("p-cscf-2", p_cscf_2); }
    ~TwoInstances() { iwf.reset(); }
    RecordingPCscf p_cscf_2;
};

}  // namespace

TEST_CASE("EPC-15: new flows go to the instances in turn, and their messages follow") {
    TwoInstances edge;
    Wic a(edge), b(edge);
    REQUIRE(a.open());
    REQUIRE(b.open());
    REQUIRE(edge.p_cscf.wait<iwf::Up>());
    REQUIRE(edge.p_cscf_2.wait<iwf::Up>());
    b.send(test::text(options_request));
    REQUIRE(edge.p_cscf_2.wait<iwf::Sip>());
    CHECK(edge.p_cscf_2.wait<iwf::Sip>()->message == options_request);
    CHECK(edge.p_cscf.count<iwf::Sip>() == 0);
}

TEST_CASE("EPC-15: Moved ends the flow at one instance and opens it at the other, the message with it") {
    TwoInstances edge;
    Wic wic(edge);
    const auto up = edge.p_cscf.wait<iwf::Up>();
    REQUIRE(up);
    CHECK(up->moves == 0);
    edge.iwf->send(iwf::Moved{up->flow, "p-cscf-2", "REGISTER 1"});
    const auto there = edge.p_cscf_2.wait<iwf::Up>();
    REQUIRE(there);
    CHECK(there->flow == up->flow);
    CHECK(there->origin == up->origin);
    CHECK(there->remote == up->remote);
    CHECK(there->trail == up->trail);
    CHECK(there->moves == 1);
    REQUIRE(edge.p_cscf_2.wait<iwf::Sip>());
    CHECK(edge.p_cscf_2.wait<iwf::Sip>()->message == "REGISTER 1");
    CHECK(edge.p_cscf.wait<iwf::Down>()->reason == "moved to p-cscf-2");
    // One that the old instance sends on behind it belongs there too, without a second move.
    edge.iwf->send(iwf::Moved{up->flow, "p-cscf-2", "REGISTER 2"});
    REQUIRE(edge.p_cscf_2.wait<iwf::Sip>(2));
    CHECK(edge.p_cscf_2.wait<iwf::Sip>(2)->message == "REGISTER 2");
    CHECK(edge.p_cscf_2.count<iwf::Up>() == 1);
    wic.send(test::text(options_request));
    REQUIRE(edge.p_cscf_2.wait<iwf::Sip>(3));
    edge.iwf->send(iwf::Sip{up->flow, "SIP/2.0 200 OK\r\n\r\n"});
    CHECK(wic.next().payload == "SIP/2.0 200 OK\r\n\r\n");
}

TEST_CASE("EPC-15: to an instance that is not linked the flow goes back, with the word that it may not move again") {
    TwoInstances edge;
    Wic wic(edge);
    const auto up = edge.p_cscf.wait<iwf::Up>();
    REQUIRE(up);
    edge.iwf->send(iwf::Moved{up->flow, "p-cscf-9", "REGISTER"});
    const auto back = edge.p_cscf.wait<iwf::Up>(2);
    REQUIRE(back);
    CHECK(back->moves == iwf::moves_limit);
    REQUIRE(edge.p_cscf.wait<iwf::Sip>());
    CHECK(edge.p_cscf.count<iwf::Down>() == 1);
}

TEST_CASE("EPC-15: two instances that send a flow to each other see its moves grow") {
    TwoInstances edge;
    Wic wic(edge);
    auto up = edge.p_cscf.wait<iwf::Up>();
    REQUIRE(up);
    edge.iwf->send(iwf::Moved{up->flow, "p-cscf-2", "REGISTER"});
    edge.iwf->send(iwf::Moved{up->flow, "p-cscf-1", "REGISTER"});
    edge.iwf->send(iwf::Moved{up->flow, "p-cscf-2", "REGISTER"});
    up = edge.p_cscf_2.wait<iwf::Up>(2);
    REQUIRE(up);
    CHECK(up->moves == iwf::moves_limit);
}

TEST_CASE("FOV-08 RER-05: an instance that is lost closes its own flows with 1012, and gets no new ones") {
    TwoInstances edge;
    Wic a(edge), b(edge);
    REQUIRE(edge.p_cscf.wait<iwf::Up>());
    REQUIRE(edge.p_cscf_2.wait<iwf::Up>());
    edge.iwf->detach("p-cscf-1");
    const auto frames = edge.p_cscf.frames().size();
    CHECK(a.close_code() == 1012);
    Wic c(edge), d(edge);
    CHECK(c.open());
    CHECK(d.open());
    REQUIRE(edge.p_cscf_2.wait<iwf::Up>(3));
    CHECK(edge.p_cscf.frames().size() == frames);  // its link is not called any more
    b.send(test::text(options_request));
    CHECK(edge.p_cscf_2.wait<iwf::Sip>());
}

TEST_CASE("EPC-16: an IWF without an instance that takes flows answers 503, and takes WICs when one comes") {
    TwoInstances edge;
    edge.iwf->send(iwf::Drain{"p-cscf-1"});
    Wic a(edge), b(edge);
    CHECK(a.open());
    CHECK(b.open());
    REQUIRE(edge.p_cscf_2.wait<iwf::Up>(2));
    CHECK(edge.p_cscf.count<iwf::Up>() == 0);
    edge.iwf->detach("p-cscf-2");
    Wic refused(edge);
    CHECK(refused.answer.starts_with("HTTP/1.1 503 "));
    edge.iwf->attach("p-cscf-2", edge.p_cscf_2);
    Wic again(edge);
    CHECK(again.open());
}
