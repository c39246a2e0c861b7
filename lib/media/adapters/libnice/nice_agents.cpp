// SPDX-License-Identifier: Apache-2.0
#include "media/adapters/libnice/nice_agents.hpp"

#include "media/adapters/libnice/glib_context.hpp"
#include "media/adapters/libnice/nice_agent.hpp"

namespace wims::media {

namespace {

/// The agents of one worker on one GLib context.
class NiceAgents final : public FullAgents {
public:
    NiceAgents(const TraversalConfig& config, std::string ip, EventLoop& loop)
        : config_(config), ip_(std::move(ip)), context_(loop) {}

    Result<std::unique_ptr<FullAgent>> create(const w3::IceCredentials& local, bool controlling,
                                              FullAgent::User& user) override {
        auto agent = NiceIceAgent::create({config_, ip_, controlling, false}, local, context_.get(), user,
                                          [this] { context_.watch(); });
        if (!agent) return agent.error();
        return std::unique_ptr<FullAgent>(std::move(*agent));
    }

private:
    const TraversalConfig config_;
    const std::string ip_;
    GlibContext context_;
};

}  // namespace

Result<std::unique_ptr<FullAgents>> make_nice_agents(const TraversalConfig& config, const std::string& ip,
                                                     EventLoop& loop) {
    return std::unique_ptr<FullAgents>(std::make_unique<NiceAgents>(config, ip, loop));
}

}  // namespace wims::media
