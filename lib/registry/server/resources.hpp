// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <wims/registry/registrar_server.hpp>

#include "common/http2/server.hpp"
#include "registry/server/rights.hpp"
#include "registry/server/subscriptions.hpp"
#include "registry/wire/messages.hpp"

namespace wims::registry {

/// The resources of W6 and W7: who asks for what, and what a WimpuRegistrar says to it. `lib/registry/w6/openapi.yaml`.
/// Loop's thread.
class Resources final : public http2::ServerUser {
public:
    Resources(EventLoop& loop, Rights rights, WimpuRegistrar& registrar, LogSink& log, Metrics& metrics);

    void on_request(const http::Request& request, const http2::Peer& peer, http2::Respond respond) override;
    void on_broken(std::string_view why) override;
    void on_oversize() override;

    const Subscriptions& subscriptions() const noexcept { return subscriptions_; }
    void close() { subscriptions_.close(); }

private:
    /// One request on its way: what was asked, by whom, and how to answer.
    struct Call {
        const ClientRights& client;
        std::vector<std::string> path;  ///< decoded segments after the root
        std::string query, body, if_match;
        TrailId trail;
        http2::Respond respond;
    };
    using Operation = void (Resources::*)(Call);
    struct Route {
        const char* method;
        std::string_view root;
        std::vector<const char*> path;  ///< nullptr: any segment, not empty
        Operation operation;
        bool body;  ///< has one; all others must not
    };
    static const std::vector<Route>& routes();

    void health(http2::Respond respond);
    void allocate(Call call);
    void user(Call call);
    void remove_user(Call call);
    void remove_contact(Call call);
    void flow_down(Call call);
    void locate(Call call);
    void claim(Call call);
    void subscribe(Call call);
    void changes(Call call);
    void unsubscribe(Call call);
    void status(Call call);

    /// The entry that a request names, when its client may use it.
    void with_entry(Call call, std::function<void(Call, w6::Registration)> then);
    void remove(Call call, w6::RemoveContacts request);
    template <class T>
    void run(std::function<void(Deadline, Completion<T>)> begin, std::function<void(Result<T>)> handler);
    void refuse(const Call& call, const Error& error);
    void forbid(const Call& call, const char* what);
    static Result<void> fill_preconditions(const Call& call, w6::RemoveContacts& request);

    EventLoop& loop_;
    const Rights rights_;
    WimpuRegistrar& registrar_;
    Logger log_;
    Metrics& metrics_;
    Subscriptions subscriptions_;
};

}  // namespace wims::registry
