// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <variant>

#include <wims/common/address.hpp>
#include <wims/common/clock.hpp>
#include <wims/common/ids.hpp>

/// The internal interface of the decomposed eP-CSCF: IWF ⇄ P-CSCF. [S2 5.2.2.2]
/// One flow is one WebSocket of one WIC. The P-CSCF believes what came in `Up` and nothing else about a flow.
namespace wims::iwf {

/// Names one W2 connection for as long as it lives, and never another one.
struct FlowId {
    std::uint32_t node = 0;        ///< the IWF, configured
    std::uint32_t boot = 0;        ///< changes at each of its starts
    std::uint64_t connection = 0;  ///< counted up from 1
    auto operator<=>(const FlowId&) const = default;
};

// ---- IWF → P-CSCF

/// A flow opened. First frame of a flow.
struct Up {
    FlowId flow;
    TrailId trail;       ///< of the connection; each registration and call gets its own
    std::string origin;  ///< verified against the list of authorised WWSFs (EPC-03)
    TransportAddress remote;
    std::string tls_version;  ///< "TLSv1.3"
    std::string tls_cipher;
    std::uint32_t moves = 0;  ///< how often `Moved` sent the flow on within the last seconds
};

/// An instance does not move a flow on that came with this many moves: it answers for itself, 503 when it must. Moves
/// count for so long only: the instance that could not be reached may be back.
inline constexpr std::uint32_t moves_limit = 3;
inline constexpr Duration moves_remembered = std::chrono::seconds(10);

/// The flow ended, whoever ended it. Last frame of a flow.
struct Down {
    FlowId flow;
    std::string reason;
};

// ---- both ways

/// One whole SIP message. Framed by the IWF, parsed by the P-CSCF.
struct Sip {
    FlowId flow;
    std::string message;
};

// ---- P-CSCF → IWF

/// End the flow with this WebSocket close code. Down follows.
struct Close {
    FlowId flow;
    std::uint16_t code = 1000;
    std::string reason;
};

/// Not my flow: the owner is the instance named. The IWF ends the flow here (Down), opens it there (Up) and sends the
/// message again, there. When it has no link to that instance, both go back to the sender with `moves` at its limit.
struct Moved {
    FlowId flow;
    std::string instance;
    std::string message;
};

/// The instance takes no new flows or registrations.
struct Drain {
    std::string instance;
};

/// The IWF may send this many more octets of Sip messages on the flow. It begins with flow_window of them and stops
/// reading from the WIC when they are spent, so that no WIC fills the P-CSCF's queue.
struct Credit {
    FlowId flow;
    std::uint32_t bytes = 0;
};
inline constexpr std::uint32_t flow_window = 131072;

/// From here on the flow also carries this registration or call: for the IWF's log only, so that a trail id leads there.
struct Carries {
    FlowId flow;
    TrailId trail;
};

using Frame = std::variant<Up, Down, Sip, Close, Moved, Drain, Credit, Carries>;

/// The way to the other side. send() takes the frame from any thread and returns at once; the receiver runs on its own
/// executor, in order per flow. A link that is gone loses frames silently: Down for each of its flows says so.
class Link {
public:
    virtual ~Link() = default;
    virtual void send(Frame frame) = 0;
};

/// A P-CSCF instance as links see it: IWFs come and go while it runs (EPC-16). Any thread, but not from its callbacks.
class PCscfEnd : public Link {
public:
    virtual const std::string& instance() const = 0;
    /// Frames for the flows of IWF `node` go to `iwf`. A second call replaces the first, as detach() and attach().
    virtual void attach(std::uint32_t node, Link& iwf) = 0;
    /// The IWF is gone: each of its flows is down. Its link is not called any more once this returns.
    virtual void detach(std::uint32_t node) = 0;
};

/// Which IWF, and which of its starts. Every flow of it has these in its FlowId.
struct Node {
    std::uint32_t node = 0;
    std::uint32_t boot = 0;
    auto operator<=>(const Node&) const = default;
};

/// An IWF as links see it: instances come and go while it runs. Any thread, but not from its callbacks.
class IwfEnd : public Link {
public:
    virtual Node node() const = 0;
    /// New flows go to one of the instances attached.
    virtual void attach(const std::string& instance, Link& p_cscf) = 0;
    /// The instance is gone: its flows are closed with 1012 so that WICs come again. Its link is not called any more
    /// once this returns.
    virtual void detach(const std::string& instance) = 0;
};

}  // namespace wims::iwf
