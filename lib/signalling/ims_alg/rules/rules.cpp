// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/rule.hpp"

namespace wims::ims_alg {

std::span<const Rule* const> rules() noexcept {
    static constexpr const Rule* ordered[] = {
        &rules_::media,      &rules_::connection, &rules_::bandwidth, &rules_::ice,       &rules_::dtls_srtp,
        &rules_::sdes,       &rules_::bundle,     &rules_::rtcp_mux,  &rules_::codecs,    &rules_::ptime,
        &rules_::extensions, &rules_::feedback,   &rules_::rtcp,      &rules_::direction,
    };
    return ordered;
}

}  // namespace wims::ims_alg
