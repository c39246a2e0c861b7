// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "signalling/sip/reliable_transactions.hpp"
#include "support/virtual_executor.hpp"

namespace wims::sip::test {

using namespace std::chrono_literals;

/// One flow's transactions under a virtual clock, with everything that went out and came up.
struct ReliableFlow {
    explicit ReliableFlow(std::size_t limit = 200) {
        ReliableTransactions::Config config;
        config.sent_by = "pcscf.example.com";
        config.limit = limit;
        layer = std::make_unique<ReliableTransactions>(executor, config, [this](std::string text) {
            auto message = parse(text);
            if (message) sent.push_back(std::move(*message));
            unreadable += message ? 0 : 1;
        });
        layer->on_request([this](ServerTransactionPtr transaction) { incoming.push_back(std::move(transaction)); });
    }

    /// A request of the WIC's.
    static Message from_client(const std::string& method, const std::string& branch, int cseq = 1) {
        auto m = Message::request(method, "sip:b@example.com");
        m.append("Via", "SIP/2.0/WSS a.invalid;branch=" + branch);
        m.append("From", "<sip:a@example.com>;tag=wic");
        m.append("To", "<sip:b@example.com>");
        m.append("Call-ID", "call");
        m.append("CSeq", std::to_string(cseq) + ' ' + method);
        return m;
    }
    void receive(Message message) {
        layer->receive(std::move(message));
        executor.run();
    }
    void receive(const std::string& method, const std::string& branch) { receive(from_client(method, branch)); }

    /// A request towards the WIC; responses become "180", "408 local", ….
    void request(const std::string& method) {
        auto m = from_client(method, "");
        m.remove("Via");
        m.append("Route", "<sip:r;lr>");
        client = layer->request(std::move(m), [this](const Message& response, bool local) {
            responses.push_back(std::to_string(response.status()) + (local ? " local" : ""));
        });
        executor.run();
    }
    /// The WIC answers the request that went out as number `index`.
    void answer(int status, std::size_t index = 0) {
        auto response = Message::response_to(sent.at(index), status);
        if (status > 100) response.set("To", std::string(response.get("To")) + ";tag=callee");
        receive(std::move(response));
    }
    void respond(int status, std::size_t index = 0) {
        incoming.at(index)->respond(Message::response_to(incoming.at(index)->request(), status));
        executor.run();
    }
    /// "100", "200 CANCEL" for responses (method only when it is not INVITE), "ACK" for requests.
    std::vector<std::string> said() const {
        std::vector<std::string> out;
        for (const auto& m : sent)
            out.push_back(m.is_request()
                              ? m.method()
                              : std::to_string(m.status()) + (m.method() == "INVITE" ? "" : ' ' + m.method()));
        return out;
    }

    wims::test::VirtualExecutor executor;
    std::vector<Message> sent;
    int unreadable = 0;
    std::vector<ServerTransactionPtr> incoming;
    std::vector<std::string> responses;
    std::unique_ptr<ReliableTransactions> layer;
    ClientTransactionPtr client;
};

}  // namespace wims::sip::test
