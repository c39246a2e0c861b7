// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <future>
#include <memory>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "common/jose/compact_jws.hpp"
#include "common/runtime/event_loop.hpp"
#include "support/recording_host.hpp"
#include "temporary_folder.hpp"
#include "wwsf/site.hpp"

namespace wims::test {

inline constexpr const char* page_origin = "https://127.0.0.1:8443";
inline constexpr const char* other_own_origin = "https://phone.example";

/// The site on a loop of its own, asked as a browser asks.
class SiteFixture {
public:
    explicit SiteFixture(std::size_t sessions = 10) {
        users_ = folder_.file("users.json");
        REQUIRE(wwsf::make_demo_users(users_));
        config.origins = {page_origin, other_own_origin};
        config.blocks = {{"sip:w1-!.*!@webrtc.operator.example",
                          "wss://127.0.0.1:8444/w2",
                          wwsf::Allocation::ep_cscf,
                          {"enterprise.com"}}};
        config.contacts = {{"Echo", "sip:echo@ims.operator.example"}};
        config.ice_servers = {{{"stun:127.0.0.1:3478"}, "", ""}};
        config.sessions = sessions;
        auto users = wwsf::UserFile::load(users_);
        REQUIRE(users);
        wwsf::TokenIssuer tokens({page_origin, "ims.operator.example", "wic"}, *jose::SigningKey::generate());
        auto blocks = wwsf::Blocks::create(config.blocks);
        REQUIRE(blocks);
        site_ = std::make_shared<wwsf::Site>(thread_.loop(), config, std::move(*blocks), std::move(*users),
                                             std::move(tokens), Logger(host, "wwsf"));
    }
    ~SiteFixture() {
        thread_.run_and_wait([this] { site_.reset(); });
    }

    std::future<http::Response> begin(http::Request request) {
        auto answered = std::make_shared<std::promise<http::Response>>();
        auto future = answered->get_future();
        thread_.loop().post([this, request = std::move(request), answered] {
            site_->serve(request, [answered](http::Response response) { answered->set_value(std::move(response)); });
        });
        return future;
    }
    http::Response ask(http::Request request) { return begin(std::move(request)).get(); }

    static http::Request get(const std::string& path, http::Headers headers = {}) {
        http::Request request;
        request.method = "GET";
        request.target = request.path = path;
        request.headers = std::move(headers);
        request.headers.emplace_back("Host", "127.0.0.1:8443");
        return request;
    }
    static http::Request post(const std::string& path, const std::string& body, http::Headers headers = {},
                              const std::string& origin = page_origin) {
        http::Request request = get(path, std::move(headers));
        request.method = "POST";
        request.body = body;
        request.headers.emplace_back("Origin", origin);
        request.headers.emplace_back("Content-Type", "application/json");
        return request;
    }
    static http::Request log_in(const std::string& user, const std::string& password) {
        return post("/api/login", nlohmann::json{{"username", user}, {"password", password}}.dump());
    }
    /// The Cookie field of a new session.
    http::Headers session(const std::string& user) {
        const auto response = ask(log_in(user, "demo-" + user));
        REQUIRE(response.status == 200);
        const std::string set = field(response, "Set-Cookie");
        return {{"Cookie", "theme=dark; " + set.substr(0, set.find(';'))}};
    }
    static std::string field(const http::Response& response, std::string_view name) {
        for (const auto& [n, value] : response.headers)
            if (http::equal_ignoring_case(n, name)) return value;
        return {};
    }
    static nlohmann::json json_of(const http::Response& response) { return nlohmann::json::parse(response.body); }
    static nlohmann::json claims_of(const http::Response& response) {
        const std::string token = json_of(response).at("token");
        const auto jws = jose::CompactJws::parse(token);
        REQUIRE(jws);
        return jws->payload;
    }

    wwsf::ServerConfig config;
    RecordingHost host;

private:
    TemporaryFolder folder_;
    std::string users_;
    LoopThread thread_{"wwsf"};
    std::shared_ptr<wwsf::Site> site_;
};

}  // namespace wims::test
