// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <future>
#include <memory>
#include <string>
#include <vector>

#include "rig.hpp"
#include "signalling/adapters/sofia/mw_agent.hpp"
#include "signalling/adapters/sofia/root_thread.hpp"
#include "signalling/sip/syntax.hpp"

namespace wims::test {

/// An IMS core with one phone, over UDP: accepts the block, answers every INVITE, notes what it got.
class SmallCore {
public:
    explicit SmallCore(RecordingHost& host, std::uint16_t port) : thread_("core") {
        thread_.run_and_wait([&] {
            auto agent = sofia::MwAgent::create(thread_, {{"127.0.0.1", port}, ""}, host, "core", host);
            REQUIRE(agent.ok());
            agent_ = std::move(*agent);
            port_ = agent_->local().port;
            agent_->on_request([this](sip::ServerTransactionPtr t) { serve(t); });
        });
    }
    ~SmallCore() {
        thread_.run_and_wait([&] { agent_.reset(); });
    }
    std::uint16_t port() const { return port_; }
    std::vector<sip::Message> got(std::string_view method) const {
        std::vector<sip::Message> found;
        thread_.run_and_wait([&] {
            for (const auto& m : got_)
                if (m.method() == method) found.push_back(m);
        });
        return found;
    }

    /// An INVITE of the phone's for `called`, sent to this Mw address; the final response.
    sip::Message call(const std::string& mw, const std::string& called, const std::string& call_id) {
        std::promise<sip::Message> final;
        sip::ClientTransactionPtr transaction;
        thread_.run_and_wait([&] {
            auto invite = sip::Message::request("INVITE", "sip:block@" + mw);
            invite.append("Route", "<sip:term@" + mw + ";lr>");
            invite.append("Max-Forwards", "60");
            invite.append("From", "<sip:phone@ims.operator.example>;tag=p");
            invite.append("To", "<sip:any@enterprise.com>");
            invite.append("Call-ID", call_id);
            invite.append("CSeq", "1 INVITE");
            invite.append("Contact", "<sip:phone@127.0.0.1:" + std::to_string(port_) + ">");
            invite.append("P-Asserted-Identity", "<sip:phone@ims.operator.example>");
            invite.append("P-Called-Party-ID", called);
            invite.set_body("application/sdp", phone_offer);
            transaction = agent_->request(
                std::move(invite),
                [&](const sip::Message& response, bool) {
                    if (response.status() >= 200 && !std::exchange(told_, true)) final.set_value(response);
                },
                "sip:" + mw + ";transport=udp");
        });
        auto response = final.get_future().get();  // timer B at the latest
        thread_.run_and_wait([&] { transaction.reset(), told_ = false; });
        return response;
    }

private:
    void serve(const sip::ServerTransactionPtr& t) {
        const auto& request = t->request();
        got_.push_back(request);
        auto response = sip::Message::response_to(request, 200);
        const std::string here = "127.0.0.1:" + std::to_string(port_);
        if (request.method() == "REGISTER") {
            for (const auto& contact : request.all("Contact")) response.append("Contact", contact);
            response.append("Service-Route", "<sip:orig@" + here + ";lr>");
            const auto pilot = sip::address_of(request.get("To"));
            response.append("P-Associated-URI", "<" + std::string(pilot) + ">");
            const auto* block = pilot.find("pilot2") != std::string::npos ? "w2" : "w1";
            response.append("P-Associated-URI", std::string("<sip:") + block + "-!.*!@webrtc.operator.example>");
        }
        if (request.method() == "INVITE") {
            response.append("Contact", "<sip:phone@" + here + ">");
            response.set_body("application/sdp", phone_answer);
        }
        t->respond(std::move(response));
    }

    mutable sofia::RootThread thread_;
    std::unique_ptr<sofia::MwAgent> agent_;
    std::uint16_t port_ = 0;
    std::vector<sip::Message> got_;
    bool told_ = false;
};

}  // namespace wims::test
