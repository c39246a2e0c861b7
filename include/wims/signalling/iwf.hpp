// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <wims/common/address.hpp>
#include <wims/common/api.hpp>
#include <wims/common/clock.hpp>
#include <wims/common/log.hpp>
#include <wims/common/metrics.hpp>
#include <wims/common/result.hpp>
#include <wims/iwf/link.hpp>

namespace wims::signalling {

struct IwfConfig {
    std::uint32_t node = 1;        ///< unique among the IWFs of a P-CSCF
    Endpoint w2;                   ///< TCP, TLS 1.2 or later
    std::string certificate_file;  ///< PEM chain
    std::string private_key_file;  ///< PEM
    /// Of authorised WWSFs, exact, as browsers write them: no path, no default port (EPC-03).
    std::vector<std::string> origins;
    std::string wwsf_url;  ///< where the small page that answers a plain GET links back to; may be empty

    std::size_t message_limit = 65536;                  ///< octets of one WebSocket message, at most 1,000,000 (W2-11)
    Duration first_message = std::chrono::seconds(30);  ///< a flow with no message by then is closed (W2-11)
    Duration handshake = std::chrono::seconds(10);      ///< TLS and HTTP together
    Duration ping = std::chrono::seconds(30);           ///< of an idle flow; two unanswered end it
    std::size_t connections = 10000;                    ///< more are refused at accept
    unsigned bad_messages = 3;                          ///< unparsable SIP messages before close 1002 (E05)
};

/// The Inter-Working Function: where WICs connect. TLS, HTTP, WebSocket and flows; no SIP beyond framing. [S2 5.2.2.2]
///
/// Runs on a thread of its own. Every member may be called from any thread. Destroying it stops it; nothing is called
/// after the destructor. P-CSCF instances are attached and detached at any time; while none is that takes flows,
/// handshakes are answered 503. In one process IWF and P-CSCF call each other, so a host ends them in this order: stop the
/// IWF, destroy the P-CSCF, destroy the IWF.
class Iwf : public iwf::IwfEnd {
public:
    /// Binds W2. usage: bad configuration or certificate; io: the address cannot be bound.
    WIMS_API static Result<std::unique_ptr<Iwf>> create(const IwfConfig& config, LogSink& log, Metrics& metrics);

    virtual void start() = 0;

    /// Takes no more connections, closes every flow with 1001, sends Down for each and waits up to half a second for
    /// the clients. The P-CSCF is not called any more once it returns; frames that still come from there are dropped.
    virtual void stop() = 0;

    /// As bound: tells the port when configuration said 0.
    virtual TransportAddress local() const = 0;

    struct Health {
        std::size_t connections = 0;
        std::size_t flows = 0;
    };
    virtual Health health() const = 0;
};

}  // namespace wims::signalling
