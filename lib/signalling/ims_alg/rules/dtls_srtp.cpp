// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/rule.hpp"
#include "signalling/ims_alg/transport_attributes.hpp"

#include "common/sdp/fingerprint.hpp"

/// fingerprint, setup and tls-id: DTLS-SRTP ends at the gateway; a=crypto is never read nor written on W2.
/// (ALG-01, ALG-03, ALG-04, AGW-09) [RFC 5763 5, RFC 8842 5]
namespace wims::ims_alg {
namespace {

bool is_strong(std::string_view hash) { return hash == "sha-256" || hash == "sha-384" || hash == "sha-512"; }

std::optional<Refusal> read(const Reading& in, Stream& out) {
    if (in.side != Side::access) return std::nullopt;
    const auto values = transport_attributes(in, "fingerprint");
    if (values.empty()) return Refusal{Refusal::Code::miscellaneous, "a DTLS fingerprint is needed"};
    for (const auto value : values)
        if (const auto fingerprint = sdp::Fingerprint::parse(value); fingerprint && is_strong(fingerprint->hash))
            out.transport.fingerprints.push_back({fingerprint->hash, fingerprint->value});
    if (out.transport.fingerprints.empty())
        return Refusal{Refusal::Code::miscellaneous, "the fingerprint's hash is too weak"};

    const auto setup = transport_attribute(in, "setup");
    const auto missing = in.offer ? sdp::Setup::active : sdp::Setup::passive;  // [RFC 4145 4]
    out.setup = setup ? sdp::parse_setup(*setup).value_or(missing) : missing;
    if (out.setup == sdp::Setup::holdconn || (!in.offer && out.setup == sdp::Setup::actpass))
        return Refusal{Refusal::Code::miscellaneous, "a=setup names no DTLS role"};
    out.transport.tls_id = transport_attribute(in, "tls-id").value_or("");
    return std::nullopt;
}

void write(const Writing& in, std::size_t index, sdp::MediaDescription& out) {
    if (in.side != Side::access) return;
    const auto& stream = in.streams[index];
    for (const auto& f : in.gateway.access.fingerprints)
        out.section.add_attribute("fingerprint", sdp::Fingerprint{f.hash, f.value}.to_string());
    out.section.add_attribute("setup", sdp::to_string(stream.setup));
    if (!stream.transport.tls_id.empty()) out.section.add_attribute("tls-id", stream.transport.tls_id);
}

}  // namespace

namespace rules_ {
const Rule dtls_srtp{"dtls-srtp", read, nullptr, write};
}

}  // namespace wims::ims_alg
