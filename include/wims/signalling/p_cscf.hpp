// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <wims/common/address.hpp>
#include <wims/common/api.hpp>
#include <wims/common/log.hpp>
#include <wims/common/metrics.hpp>
#include <wims/common/result.hpp>
#include <wims/common/secret.hpp>
#include <wims/iq/gateway.hpp>
#include <wims/iwf/link.hpp>
#include <wims/signalling/ims_alg.hpp>
#include <wims/w1/token.hpp>
#include <wims/w6/registrar.hpp>

namespace wims::signalling {

/// A wIMPU block and the subscription that stands for it in the IMS core. [S2 5.2.2.5.1]
struct Block {
    std::string wimpu;        ///< "sip:w1-!.*!@webrtc.operator.example"
    std::string pilot;        ///< the distinct IMPU that is registered (K12)
    std::string impi;         ///< "block1@webrtc.operator.example"
    std::string instance_id;  ///< urn:uuid of the block, the same whoever owns it (FOV-02)
};

/// A domain to which wIMPU access applies (EPC-11): REGISTERs whose To lies in it are served by `wimpu`'s block. Where
/// no row names a block for the identity and one leaves `wimpu` empty, the registrar says which block and which instance
/// (W6 locate, EPC-15).
struct WebrtcDomain {
    std::string domain;  ///< "enterprise.com"
    std::string wimpu;
    /// Who gives users their individual IMPU (EPC-10). third_party: the WWSF did, To holds it, and only those inside the
    /// block's wildcard may register (R3-08); a domain may then have several such blocks, a row each.
    w6::AllocatedBy allocation = w6::AllocatedBy::epcscf;
};

struct PCscfConfig {
    std::string instance = "p-cscf-1";  ///< unique among instances; part of every flow token
    Endpoint mw;                        ///< UDP and TCP; one Mw address per instance
    std::string i_cscf;                 ///< next hop of the block's REGISTER, "sip:127.0.0.1:5060"
    std::string visited_network_id;     ///< an unquoted token (R1-02)
    std::string realm;                  ///< of the Bearer challenge; the `aud` of tokens (TOK-09)
    std::string authz_server;           ///< https URI for the Bearer challenge [RFC 8898 2.2]
    std::vector<Block> blocks;
    std::vector<WebrtcDomain> domains;

    Duration expires_min = std::chrono::seconds(60);
    Duration expires_default = std::chrono::seconds(3600);
    Duration expires_max = std::chrono::seconds(86400);
    Duration block_expires = std::chrono::seconds(600000);
    Duration registrar_timeout = std::chrono::seconds(2);
    Duration gateway_timeout = std::chrono::seconds(2);
    Duration no_answer = std::chrono::seconds(180);
    Duration media_setup = std::chrono::seconds(30);  ///< ICE and DTLS after the answer (E32)
    /// A call that the gateway reports as hanging ends when nothing, RTCP included, was heard for so long; 0: it is kept.
    Duration hanging_call = Duration::zero();  // (AGW-17, ORG-14)
    std::size_t calls_per_flow = 20;           ///< that one WIC may have begun at once; more are answered 503
    bool require_token_per_request = false;    ///< every request outside a dialog shows a token (TOK-05)
    bool bundle = true;                        ///< on W3; false is strict S1 (K5)
    ims_alg::CoreSrtp core_srtp = ims_alg::CoreSrtp::answered;  ///< SRTP with keys by SDES towards the core
    bool core_avpf = true;                                      ///< video is offered to the core with feedback
    /// What the eIMS-AGW codes, the best first: its CodecFactory's codecs(); empty: nothing. (AUD-03, AUD-04)
    std::vector<iq::Codec> transcodes = {};
};

/// What the host gives. All outlive the instance.
struct PCscfSeams {
    LogSink& log;
    Metrics& metrics;
    w1::TokenVerifier& tokens;
    w6::Registrar& registrar;
    iq::Gateway& gateway;
};

/// One P-CSCF/IMS-ALG instance: one thread of its own, one Mw address, the blocks it owns. [S1 X.1.4.3]
///
/// Give its link to the IWFs and the IWFs' links to attach(), before start() or later (iwf_link_server.hpp). Every member
/// may be called from any thread but not from a callback of this object. Destroying it ends its thread; nothing is called
/// after the destructor.
class PCscf : public iwf::PCscfEnd {
public:
    /// Binds Mw. usage: the configuration is wrong, the text says where; io: the address cannot be bound.
    WIMS_API static Result<std::unique_ptr<PCscf>> create(const PCscfConfig& config, const PCscfSeams& seams);

    /// Starts to serve: claims and registers the blocks, takes flows. Retries for ever what can be retried.
    virtual void start() = 0;

    struct Health {
        std::size_t blocks_in_service = 0;
        std::size_t blocks = 0;
        std::size_t flows = 0;
        std::size_t sessions = 0;
    };
    virtual Health health() const = 0;
};

}  // namespace wims::signalling
