// SPDX-License-Identifier: Apache-2.0
#include "wwsf/server.hpp"

#include <algorithm>
#include <utility>

#include "common/http/server.hpp"
#include "common/tls/server_context.hpp"
#include "wwsf/allocations.hpp"
#include "wwsf/owner_file.hpp"
#include "wwsf/page.hpp"
#include "wwsf/site.hpp"

namespace wims::wwsf {
namespace {

std::string origin_of(const Endpoint& bind, std::uint16_t port) {
    const std::string& ip = bind.advertised();
    const std::string host = ip.find(':') == std::string::npos ? ip : "[" + ip + "]";
    return "https://" + host + (port == 443 ? "" : ":" + std::to_string(port));
}

Result<void> check_values(const ServerConfig& config) {
    const auto wrong = [](const char* text) { return Error{ErrorKind::usage, std::string("wwsf: ") + text}; };
    if (config.certificate_file.empty() || config.private_key_file.empty())
        return wrong("a certificate and its key are needed: W1 is HTTPS (W1-01)");
    if (!config.token_service.empty()) return {};
    if (config.users_file.empty()) return wrong("users_file is missing");
    if (config.signing_key_file.empty()) return wrong("signing_key_file is missing");
    if (config.audience.empty()) return wrong("the token's audience is missing");
    if (config.token_life < std::chrono::seconds(60) || config.token_life > std::chrono::seconds(3600))
        return wrong("a token lives for 60 to 3600 seconds");
    if (config.sessions == 0 || config.session_life <= std::chrono::seconds(0))
        return wrong("sessions need room and time");
    if (std::any_of(config.origins.begin(), config.origins.end(),
                    [](const std::string& origin) { return !origin.starts_with("https://") || origin.ends_with('/'); }))
        return wrong("an origin is written https://host[:port]");
    return {};
}

/// The users, each with an identity. `allocations` are those of before and of now.
Result<UserFile> users_of(const ServerConfig& config, const Blocks& blocks, Allocations& allocations) {
    auto users = UserFile::load(config.users_file);
    if (!users) return users.error();
    const bool allocates = !config.allocations_file.empty();
    if (allocates) {
        auto known = Allocations::load(config.allocations_file, blocks);
        if (!known) return known.error();
        allocations = std::move(*known);
    }
    if (auto complete = users->complete(blocks, allocates ? &allocations : nullptr); !complete) return complete.error();
    return users;
}

Result<Blocks> blocks_of(const ServerConfig& config) {
    auto blocks = Blocks::create(config.blocks);
    if (!blocks) return Error{blocks.error().kind, "wwsf: " + blocks.error().text};
    return blocks;
}

class HttpsServer final : public Server {
public:
    explicit HttpsServer(Logger log) : log_(log) {}

    /// The page alone.
    Result<void> open(EventLoop& loop, ServerConfig config, const Blocks& blocks) {
        page_.emplace(blocks.sockets(), config.token_service, config.hsts);
        return listen(loop, config, [this](const http::Request& request, const http::Respond& respond) {
            const bool elsewhere = request.path.starts_with("/api/");
            respond(page_->secured(elsewhere ? refusal(404, "Log-in is at another server.") : page_->serve(request)));
        });
    }

    Result<void> open(EventLoop& loop, ServerConfig config, Blocks blocks, UserFile users, jose::SigningKey key) {
        auto bound = listen(loop, config, [this](const http::Request& request, const http::Respond& respond) {
            site_->serve(request, respond);
        });
        if (!bound) return bound;
        config.origins = {origins_.begin(), origins_.end()};
        issuer_ = issuer_of(config);
        TokenPolicy policy{issuer_, config.audience, "wic", "ims:register", config.token_life};
        site_ = std::make_shared<Site>(loop, std::move(config), std::move(blocks), std::move(users),
                                       TokenIssuer(std::move(policy), std::move(key)), log_);
        return {};
    }

    TransportAddress local() const override { return http_->local(); }
    const std::string& origin() const override { return origins_.front(); }
    const std::string& issuer() const override { return issuer_; }
    const std::string& jwks() const override { return site_ ? site_->tokens().jwks() : issuer_; }

private:
    Result<void> listen(EventLoop& loop, const ServerConfig& config, http::Handler handler) {
        http::ServerConfig https;
        https.bind = config.bind;
        https.certificate_file = config.certificate_file;
        https.private_key_file = config.private_key_file;
        https.body_limit = 4096;
        auto bound = http::Server::create(loop, std::move(https), std::move(handler), log_);
        if (!bound) return bound.error();
        http_ = std::move(*bound);
        // The port may be known only now; no request comes before the loop turns.
        origins_ = config.origins;
        if (origins_.empty()) origins_.push_back(origin_of(config.bind, http_->local().port));
        return {};
    }

    std::vector<std::string> origins_;
    std::string issuer_;
    Logger log_;
    std::optional<Page> page_;            // alone, or
    std::shared_ptr<Site> site_;          // with log-in and tokens
    std::unique_ptr<http::Server> http_;  // last: it stops first
};

}  // namespace

std::string issuer_of(const ServerConfig& config) {
    if (!config.issuer.empty()) return config.issuer;
    return config.origins.empty() ? origin_of(config.bind, config.bind.bind.port) : config.origins.front();
}

Result<void> Server::check(const ServerConfig& config) {
    if (auto good = check_values(config); !good) return good;
    const auto blocks = blocks_of(config);
    if (!blocks) return blocks.error();
    Allocations unused;
    const bool page_alone = !config.token_service.empty();
    if (!page_alone && exists(config.users_file))
        if (const auto users = users_of(config, *blocks, unused); !users) return users.error();
    if (!page_alone && exists(config.signing_key_file))
        if (const auto key = signing_key_from(config.signing_key_file); !key) return key.error();
    const auto tls = tls::ServerContext::create(config.certificate_file, config.private_key_file);
    return tls ? Result<void>() : tls.error();
}

Result<std::unique_ptr<Server>> Server::create(EventLoop& loop, ServerConfig config, LogSink& log) {
    if (auto good = check_values(config); !good) return good.error();
    auto blocks = blocks_of(config);
    if (!blocks) return blocks.error();
    auto server = std::make_unique<HttpsServer>(Logger(log, "wwsf"));
    if (!config.token_service.empty()) {
        if (auto open = server->open(loop, std::move(config), *blocks); !open) return open.error();
        return std::unique_ptr<Server>(std::move(server));
    }
    Allocations allocations;
    auto users = users_of(config, *blocks, allocations);
    if (!users) return users.error();
    // Kept before anybody is told.
    if (allocations.changed())
        if (auto kept = allocations.keep(config.allocations_file); !kept) return kept.error();
    auto key = signing_key_from(config.signing_key_file);
    if (!key) return key.error();
    if (auto open = server->open(loop, std::move(config), std::move(*blocks), std::move(*users), std::move(*key));
        !open)
        return open.error();
    return std::unique_ptr<Server>(std::move(server));
}

}  // namespace wims::wwsf
