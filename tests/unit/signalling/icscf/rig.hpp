// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <wims/signalling/static_location.hpp>

#include "conformance/w6/faulty_registrar.hpp"
#include "scripted_mw.hpp"
#include "signalling/icscf/role.hpp"
#include "support/recording_host.hpp"
#include "support/virtual_executor.hpp"

namespace wims::test {

inline const std::string impu = "sip:w1-000123@webrtc.operator.example";
inline const std::string wimpu = "sip:w1-!.*!@webrtc.operator.example";
inline const std::string s_cscf = "sip:127.0.0.13:5060";

/// W7 by a table; remembers in `order` that it was asked.
struct ScriptedStatus final : w7::StatusDirectory {
    explicit ScriptedStatus(std::vector<std::string>& o) : order(o) {}
    void status(const w7::StatusQuery& query, Deadline, Completion<w7::Status> done) override {
        order.push_back("w7 " + query.identity);
        trail = query.trail;
        const auto it = table.find(query.identity);
        if (it == table.end()) return done(Error{ErrorKind::not_found, "no such user", 404});
        done(it->second);
    }
    std::map<std::string, w7::Status> table;
    std::vector<std::string>& order;
    TrailId trail;
};

/// Cx by the static binding, spoilt on demand.
struct FaultyLocation final : cx::LocationDirectory {
    FaultyLocation(cx::LocationDirectory& r, Executor& executor, std::vector<std::string>& o)
        : real(r), faults(executor, Fault::none), order(o) {}
    void locate(const cx::LocationInfoRequest& request, Deadline d, Completion<cx::LocationInfoAnswer> done) override {
        order.push_back("cx " + request.public_identity);
        if (failure) return done(*failure);
        faults.run<cx::LocationInfoAnswer>(d, std::move(done),
                                           [=, this](auto c) { real.locate(request, d, std::move(c)); });
    }
    cx::LocationDirectory& real;
    FaultInjector faults;
    std::vector<std::string>& order;
    std::optional<Error> failure;
};

struct ICscfRig {
    ICscfRig() {
        status.table["sip:Bob@enterprise.com"] = {true, impu, wimpu};
        status.table[impu] = {true, impu, wimpu};
        status.table["sip:Gone@enterprise.com"] = {false, impu, wimpu};
    }
    sip::Message invite(const std::string& uri = "sip:Bob@enterprise.com", const std::string& method = "INVITE") {
        auto m = sip::Message::request(method, uri);
        m.append("Via", "SIP/2.0/UDP 127.0.0.13:5060;branch=z9hG4bKs");
        m.append("Via", "SIP/2.0/UDP 127.0.0.20:5060;branch=z9hG4bKc;received=127.0.0.20");
        m.append("Route", "<sip:127.0.0.12:5060;lr>");
        m.append("Record-Route", "<sip:127.0.0.13:5060;lr>");
        m.append("Max-Forwards", "69");
        m.append("From", "\"Tone\" <sip:tone@ims.operator.example>;tag=f1");
        m.append("To", "\"B\" <sip:Bob@Enterprise.com;x=y>");
        m.append("Call-ID", "call-1");
        m.append("CSeq", "7 " + method);
        m.append("Contact", "<sip:tone@127.0.0.20:5060>");
        m.append("Session-ID", session + ";remote=" + std::string(32, '0'));
        m.set_body("application/sdp", "v=0\r\n");
        return m;
    }
    std::shared_ptr<ScriptedMw::Server> arrive(sip::Message request) {
        auto server = mw.arrive(std::move(request));
        executor.run();
        return server;
    }
    sip::Message reply(int code, std::size_t n = 0) {
        auto response = sip::Message::response_to(mw.sent.at(n)->message, code);
        if (code > 100) response.set("To", "<sip:Bob@enterprise.com>;tag=t1");
        return response;
    }
    void answer(int code, std::size_t n = 0, bool local = false) {
        mw.answer(n, reply(code, n), local);
        executor.run();
    }

    const std::string session = "0123456789abcdef0123456789abcdef";
    VirtualExecutor executor;
    RecordingHost host;
    std::vector<std::string> order;  ///< of W7 and Cx questions
    ScriptedStatus status{order};
    FaultyStatus w7{status, executor, Fault::none};
    std::unique_ptr<cx::LocationDirectory> table =
        *signalling::make_static_location({{wimpu, s_cscf}, {"sip:echo@ims.operator.example", s_cscf}});
    FaultyLocation hss{*table, executor, order};
    ScriptedMw mw{executor};
    std::vector<sip::Message> strays;
    icscf::Role role{icscf::Environment{executor,
                                        mw,
                                        [this](sip::Message m) { strays.push_back(std::move(m)); },
                                        w7,
                                        hss,
                                        Logger(host, "i-cscf"),
                                        host,
                                        {"enterprise.com", "webrtc.operator.example"},
                                        std::chrono::seconds(2),
                                        std::chrono::seconds(2),
                                        {"127.0.0.12", 5060},
                                        3}};
};

}  // namespace wims::test
