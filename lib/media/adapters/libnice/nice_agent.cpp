// SPDX-License-Identifier: Apache-2.0
#include "media/adapters/libnice/nice_agent.hpp"

#include <array>
#include <cstring>
#include <utility>

#include "media/adapters/libnice/nice_candidate.hpp"

namespace wims::media {

namespace {

constexpr guint component = 1;

Error failed(ErrorKind kind, std::string text) { return {kind, std::move(text), 0}; }

void unheard(::NiceAgent*, guint, guint, guint, gchar*, gpointer) {}

NiceAgentOption options(const NiceIceAgent::Config& config) {
    const int nomination = config.aggressive ? 0 : NICE_AGENT_OPTION_REGULAR_NOMINATION;
    return static_cast<NiceAgentOption>(nomination | NICE_AGENT_OPTION_CONSENT_FRESHNESS);
}

}  // namespace

Result<std::unique_ptr<NiceIceAgent>> NiceIceAgent::create(const Config& config, const w3::IceCredentials& local,
                                                           GMainContext* context, FullAgent::User& user,
                                                           std::function<void()> changed) {
    std::unique_ptr<NiceIceAgent> agent(new NiceIceAgent(config, context, user, std::move(changed)));
    if (auto ok = agent->open(config, local); !ok) return ok.error();
    return agent;
}

NiceIceAgent::NiceIceAgent(const Config& config, GMainContext* context, FullAgent::User& user,
                           std::function<void()> changed)
    : user_(user), changed_(std::move(changed)), context_(context), relay_only_(config.traversal.relay_only),
      agent_(nice_agent_new_full(context, NICE_COMPATIBILITY_RFC5245, options(config))) {}

NiceIceAgent::~NiceIceAgent() {
    g_signal_handlers_disconnect_by_data(agent_, this);
    if (stream_ != 0) nice_agent_attach_recv(agent_, stream_, component, context_, unheard, nullptr);
    // Gives the TURN server its allocation back; libnice keeps the agent, and goes on reading, until that is answered.
    nice_agent_close_async(agent_, nullptr, nullptr);
    g_object_unref(agent_);
    changed_();
}

Result<void> NiceIceAgent::open(const Config& config, const w3::IceCredentials& local) {
    const auto& traversal = config.traversal;
    g_object_set(agent_, "controlling-mode", config.controlling ? TRUE : FALSE, "upnp", FALSE, "ice-tcp", FALSE,
                 "force-relay", traversal.relay_only ? TRUE : FALSE, nullptr);
    if (!traversal.stun.ip.empty())
        g_object_set(agent_, "stun-server", traversal.stun.ip.c_str(), "stun-server-port",
                     static_cast<guint>(traversal.stun.port), nullptr);
    NiceAddress own;
    nice_address_init(&own);
    if (nice_address_set_from_string(&own, config.ip.c_str()) == FALSE)
        return failed(ErrorKind::usage, "w3 address is not numeric: " + config.ip);
    nice_agent_add_local_address(agent_, &own);
    stream_ = nice_agent_add_stream(agent_, 1);
    if (stream_ == 0) return failed(ErrorKind::internal, "libnice gives no stream");
    if (!traversal.turn.ip.empty())
        nice_agent_set_relay_info(agent_, stream_, component, traversal.turn.ip.c_str(), traversal.turn.port,
                                  traversal.turn_user.c_str(), std::string(traversal.turn_password.reveal()).c_str(),
                                  NICE_RELAY_TYPE_TURN_UDP);
    nice_agent_set_local_credentials(agent_, stream_, local.ufrag.c_str(), local.pwd.c_str());
    g_signal_connect(agent_, "candidate-gathering-done", G_CALLBACK(gathered), this);
    g_signal_connect(agent_, "new-selected-pair-full", G_CALLBACK(pair_selected), this);
    g_signal_connect(agent_, "component-state-changed", G_CALLBACK(state_changed), this);
    nice_agent_attach_recv(agent_, stream_, component, context_, received, this);
    if (nice_agent_gather_candidates(agent_, stream_) == FALSE)
        return failed(ErrorKind::io, "no socket could be bound on " + config.ip);
    changed_();
    return {};
}

std::vector<w3::IceCandidate> NiceIceAgent::candidates() const {
    std::vector<w3::IceCandidate> out;
    GSList* all = nice_agent_get_local_candidates(agent_, stream_, component);
    for (const GSList* item = all; item != nullptr; item = item->next) {
        const auto* candidate = static_cast<const ::NiceCandidate*>(item->data);
        if (!relay_only_ || candidate->type == NICE_CANDIDATE_TYPE_RELAYED) out.push_back(from_nice(*candidate));
    }
    g_slist_free_full(all, reinterpret_cast<GDestroyNotify>(nice_candidate_free));
    return out;
}

void NiceIceAgent::set_remote(const w3::TransportDescription& remote) {
    if (remote_ != remote.ice)
        nice_agent_set_remote_credentials(agent_, stream_, remote.ice.ufrag.c_str(), remote.ice.pwd.c_str());
    remote_ = remote.ice;
    std::vector<OwnedCandidate> owned;
    GSList* list = nullptr;
    for (const auto& candidate : remote.candidates) {
        auto made = to_nice(candidate, stream_);
        if (!made) continue;
        list = g_slist_append(list, made.get());
        owned.push_back(std::move(made));
    }
    if (list != nullptr) nice_agent_set_remote_candidates(agent_, stream_, component, list);
    g_slist_free(list);
    changed_();
}

void NiceIceAgent::restart(const w3::IceCredentials& local) {
    nice_agent_restart(agent_);
    nice_agent_set_local_credentials(agent_, stream_, local.ufrag.c_str(), local.pwd.c_str());
    remote_.reset();
    changed_();
}

bool NiceIceAgent::send(std::span<const std::uint8_t> datagram) noexcept {
    return nice_agent_send(agent_, stream_, component, static_cast<guint>(datagram.size()),
                           reinterpret_cast<const gchar*>(datagram.data())) == static_cast<gint>(datagram.size());
}

void NiceIceAgent::gathered(::NiceAgent*, guint, NiceIceAgent* self) { self->user_.on_gathered(); }

void NiceIceAgent::pair_selected(::NiceAgent*, guint, guint, ::NiceCandidate*, ::NiceCandidate* remote,
                                 NiceIceAgent* self) {
    if (const auto endpoint = endpoint_of(remote->addr)) self->user_.on_pair(*endpoint);
}

void NiceIceAgent::state_changed(::NiceAgent*, guint, guint, guint state, NiceIceAgent* self) {
    if (state == NICE_COMPONENT_STATE_FAILED) self->user_.on_ice_lost();
}

void NiceIceAgent::received(::NiceAgent*, guint, guint, guint size, gchar* octets, gpointer self) {
    // libnice's own buffer has no room behind the octets, and what is done with them may need some.
    constexpr std::size_t room = 2048;
    alignas(8) std::array<std::uint8_t, room> slot;
    if (size > slot.size()) return;
    std::memcpy(slot.data(), octets, size);
    Packet packet{slot.data(), size, slot.size()};
    static_cast<NiceIceAgent*>(self)->user_.on_access_datagram(packet);
}

}  // namespace wims::media
