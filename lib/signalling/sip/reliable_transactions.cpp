// SPDX-License-Identifier: Apache-2.0
#include "signalling/sip/reliable_transactions.hpp"

#include <map>
#include <utility>

#include "common/core/random.hpp"
#include "signalling/sip/reliable_client.hpp"
#include "signalling/sip/reliable_server.hpp"
#include "signalling/sip/reliable_wire.hpp"
#include "signalling/sip/response_completion.hpp"

namespace wims::sip {
namespace {

/// What makes two requests of one flow the same transaction; ACK and CANCEL find their INVITE. [RFC 3261 17.2.3]
std::string server_key(const Message& request) {
    const auto via = request.get("Via");
    const bool invite = request.method() == "ACK" || request.method() == "CANCEL";
    return std::string(request.branch()) + ' ' + std::string(via.substr(0, via.find(';'))) + ' ' +
           (invite ? std::string("INVITE") : request.method());
}

}  // namespace

struct ReliableTransactions::State : std::enable_shared_from_this<State> {
    std::shared_ptr<ReliableWire> wire;
    RequestHandler on_request;
    std::map<std::string, std::shared_ptr<ReliableServer>> servers;
    std::map<std::string, std::shared_ptr<ReliableClient>, std::less<>> clients;  // by branch

    void receive_request(Message request);
    void receive_cancel(const Message& request, ReliableServer* invite);
    void receive_response(Message response);
    void open(const std::string& key, Message request);
    void pass_up(ServerTransactionPtr transaction);
    void answer(const Message& request, int status, std::string_view tag);
    std::string via(const std::string& branch) const {
        return "SIP/2.0/WSS " + wire->config.sent_by + ";branch=" + branch;
    }
};

void ReliableTransactions::State::receive_request(Message request) {
    const auto key = server_key(request);
    const auto it = servers.find(key);
    const auto found = it != servers.end() ? it->second : nullptr;
    if (request.method() == "CANCEL") return receive_cancel(request, found.get());
    if (request.method() == "ACK") {
        if (found && found->awaits_ack()) return found->acknowledged();
        return pass_up(ReliableServer::acknowledgement(std::move(request)));
    }
    if (found) return found->repeat();
    if (servers.size() >= wire->config.limit) return answer(request, 503, random_token(12));
    open(key, std::move(request));
}

void ReliableTransactions::State::open(const std::string& key, Message request) {
    const bool invite = request.method() == "INVITE";
    auto server = std::make_shared<ReliableServer>(wire, std::move(request), [weak = weak_from_this(), key] {
        if (const auto self = weak.lock()) self->servers.erase(key);
    });
    servers.emplace(key, server);
    if (invite) server->try_invite();
    pass_up(server->handle());
}

void ReliableTransactions::State::receive_cancel(const Message& request, ReliableServer* invite) {
    if (invite == nullptr) return answer(request, 481, random_token(12));
    answer(request, 200, invite->tag());  // [RFC 3261 9.2]
    invite->cancelled();
}

void ReliableTransactions::State::answer(const Message& request, int status, std::string_view tag) {
    auto response = Message::response_to(request, status);
    complete_response(response, request, tag);
    wire->put(response.to_text());
}

void ReliableTransactions::State::pass_up(ServerTransactionPtr transaction) {
    wire->executor.post([weak = weak_from_this(), transaction = std::move(transaction)]() mutable {
        const auto self = weak.lock();
        if (self && self->on_request) self->on_request(std::move(transaction));
    });
}

void ReliableTransactions::State::receive_response(Message response) {
    if (response.all("Via").size() != 1) return;  // [RFC 3261 8.1.3.3]
    const auto it = clients.find(response.branch());
    if (it == clients.end() || response.method() != it->second->method()) return;  // [RFC 3261 17.1.3]
    const auto client = it->second;
    client->receive(std::move(response));
}

ReliableTransactions::ReliableTransactions(Executor& executor, Config config, Send send)
    : state_(std::make_shared<State>()) {
    state_->wire = std::make_shared<ReliableWire>(ReliableWire{executor, std::move(config), std::move(send)});
}

ReliableTransactions::~ReliableTransactions() {
    state_->wire->down = true;
    state_->wire->send = nullptr;
    for (auto& [branch, client] : std::exchange(state_->clients, {})) client->stop();
    for (auto& [key, server] : std::exchange(state_->servers, {})) {
        server->on_cancel(nullptr);
        server->finish();
    }
}

void ReliableTransactions::receive(Message message) {
    if (state_->wire->down) return;
    if (message.is_request()) state_->receive_request(std::move(message));
    else state_->receive_response(std::move(message));
}

void ReliableTransactions::flow_down() {
    state_->wire->down = true;
    for (const auto& [branch, client] : std::map(state_->clients)) client->fail(503);
    for (const auto& [key, server] : std::map(state_->servers)) {
        server->cancelled();
        if (server->answered()) server->finish();
    }
}

ClientTransactionPtr ReliableTransactions::request(Message request, ResponseHandler on_response, std::string) {
    const auto branch = "z9hG4bK" + random_token(20);
    request.prepend("Via", state_->via(branch));
    if (!request.has("Max-Forwards")) request.append("Max-Forwards", "70");
    auto client = std::make_shared<ReliableClient>(state_->wire, std::move(request), std::move(on_response),
                                                   [weak = std::weak_ptr(state_), branch] {
                                                       if (const auto self = weak.lock()) self->clients.erase(branch);
                                                   });
    auto handle = client->handle();
    state_->clients.emplace(branch, client);
    if (state_->wire->down) client->fail(503);
    else client->start();
    return handle;
}

void ReliableTransactions::acknowledge(Message ack, std::string) {
    ack.prepend("Via", state_->via("z9hG4bK" + random_token(20)));
    if (!ack.has("Max-Forwards")) ack.append("Max-Forwards", "70");
    state_->wire->put(ack.to_text());
}

void ReliableTransactions::on_request(RequestHandler handler) { state_->on_request = std::move(handler); }

}  // namespace wims::sip
