// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <agent.h>

#include <functional>
#include <optional>

#include "media/w3/full_agent.hpp"

namespace wims::media {

/// One of libnice's agents with one stream of one component.
class NiceIceAgent final : public FullAgent {
public:
    struct Config {
        TraversalConfig traversal;
        std::string ip;
        bool controlling = false;
        bool aggressive = false;  ///< how it nominates, when controlling [RFC 5245 8.1.1.2]
    };
    /// Gathering begins. `changed` is called after each call that changes what libnice waits for; `user` outlives this.
    static Result<std::unique_ptr<NiceIceAgent>> create(const Config& config, const w3::IceCredentials& local,
                                                        GMainContext* context, FullAgent::User& user,
                                                        std::function<void()> changed);
    ~NiceIceAgent() override;

    std::vector<w3::IceCandidate> candidates() const override;
    void set_remote(const w3::TransportDescription& remote) override;
    void restart(const w3::IceCredentials& local) override;
    bool send(std::span<const std::uint8_t> datagram) noexcept override;

private:
    NiceIceAgent(const Config& config, GMainContext* context, FullAgent::User& user, std::function<void()> changed);
    Result<void> open(const Config& config, const w3::IceCredentials& local);

    static void gathered(::NiceAgent*, guint, NiceIceAgent* self);
    static void pair_selected(::NiceAgent*, guint, guint, ::NiceCandidate*, ::NiceCandidate* remote,
                              NiceIceAgent* self);
    static void state_changed(::NiceAgent*, guint, guint, guint state, NiceIceAgent* self);
    static void received(::NiceAgent*, guint, guint, guint size, gchar* octets, gpointer self);

    FullAgent::User& user_;
    const std::function<void()> changed_;
    GMainContext* const context_;
    const bool relay_only_;
    ::NiceAgent* agent_ = nullptr;
    guint stream_ = 0;
    std::optional<w3::IceCredentials> remote_;
};

}  // namespace wims::media
