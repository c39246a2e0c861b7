// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <wims/common/log.hpp>

#include "common/http/message.hpp"
#include "common/http/server.hpp"
#include "wwsf/blocks.hpp"
#include "wwsf/log_in_throttle.hpp"
#include "wwsf/page.hpp"
#include "wwsf/password_worker.hpp"
#include "wwsf/server.hpp"
#include "wwsf/session_store.hpp"
#include "wwsf/token_issuer.hpp"
#include "wwsf/user_file.hpp"

namespace wims::wwsf {

/// Answers W1's requests: who may do what, and the words of each answer. Knows no sockets. Loop's thread.
class Site : public std::enable_shared_from_this<Site> {
public:
    /// `config.origins` holds at least one.
    Site(EventLoop& loop, ServerConfig config, Blocks blocks, UserFile users, TokenIssuer tokens, Logger log);

    void serve(const http::Request& request, const http::Respond& respond);

    const ServerConfig& config() const noexcept { return config_; }
    const TokenIssuer& tokens() const noexcept { return tokens_; }

private:
    void serve_api(const http::Request& request, const http::Respond& respond);
    void log_in(const http::Request& request, const http::Respond& respond);
    void judge(const std::string& name, bool right, const std::string& origin, const http::Respond& respond);
    http::Response log_out(const http::Request& request);
    http::Response bootstrap(const http::Request& request) const;
    http::Response token(const http::Request& request) const;
    http::Response preflight(const http::Request& request) const;

    const User* user_of(const http::Request& request) const;
    bool own_origin(std::string_view origin) const noexcept;
    const std::string& page_origin(const http::Request& request) const;
    http::Response json(int status, std::string body, const std::string& origin) const;
    http::Response refuse(int status, std::string_view why, const std::string& origin) const;

    EventLoop& loop_;
    ServerConfig config_;
    const Blocks blocks_;
    UserFile users_;
    TokenIssuer tokens_;
    Logger log_;
    const Page page_;

    LogInThrottle throttle_;
    SessionStore sessions_;
    PasswordWorker worker_;
};

}  // namespace wims::wwsf
