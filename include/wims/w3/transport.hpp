// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// W3: the transport facts that SDP carries between WIC and eIMS-AGW. [S1 X.1.5.4]
namespace wims::w3 {

struct IceCredentials {
    std::string ufrag;  ///< 4–256 ice-chars [RFC 8839 5.4]
    std::string pwd;    ///< 22–256 ice-chars
    bool operator==(const IceCredentials&) const = default;
};

struct IceCandidate {
    std::string foundation;
    std::uint16_t component = 1;  ///< 1 RTP, 2 RTCP
    std::string transport;        ///< "UDP", "TCP"
    std::uint32_t priority = 0;
    std::string address;
    std::uint16_t port = 0;
    std::string type;           ///< "host", "srflx", "prflx", "relay"
    std::string tcp_type = {};  ///< "active", "passive", "so"; empty for UDP [RFC 6544 4.5]
    bool operator==(const IceCandidate&) const = default;
};

struct Fingerprint {
    std::string hash;   ///< "sha-256", lower case [RFC 8122 5]
    std::string value;  ///< "AB:CD:…", upper case
    bool operator==(const Fingerprint&) const = default;
};

/// Who sends the ClientHello.
enum class DtlsRole : std::uint8_t { server, client };

/// What one end announces for one transport.
struct TransportDescription {
    IceCredentials ice;
    bool ice_lite = false;
    std::vector<IceCandidate> candidates;
    std::vector<Fingerprint> fingerprints;
    std::string tls_id;  ///< empty when not announced [RFC 8842]
    bool operator==(const TransportDescription&) const = default;
};

}  // namespace wims::w3
