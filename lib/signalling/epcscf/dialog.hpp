// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "signalling/sip/message.hpp"

namespace wims::epcscf {

/// The dialog state of one leg. [RFC 3261 12] We never insert a Record-Route, but keep the other side's as route set.
class Dialog {
public:
    /// We answer: `request` came, `local_tag` is ours.
    static Dialog server(const sip::Message& request, std::string local_tag);
    /// We asked: `request` goes out, with our From tag, Call-ID and CSeq in it.
    static Dialog client(const sip::Message& request);

    /// The peer of a client dialog: its tag, remote target and route set. Again with the 2xx after an early dialog.
    void established(const sip::Message& response);
    /// The peer of a client dialog by its own first request: a NOTIFY may come before the 2xx. [RFC 6665 4.4.1]
    void adopt(const sip::Message& request);
    /// Target refresh: the Contact of a re-INVITE, UPDATE, or of its 2xx. [RFC 3261 12.2]
    void refresh_target(const sip::Message& message);

    /// A request within the dialog: R-URI, Route, Max-Forwards, From, To, Call-ID and the next CSeq.
    sip::Message request(std::string_view method);
    /// ACK for a 2xx to the INVITE with this CSeq.
    sip::Message acknowledgement(std::uint32_t cseq) const;

    bool matches(const sip::Message& request) const noexcept;  ///< Call-ID and both tags
    /// False for a CSeq that is not higher than what came before: 500. [RFC 3261 12.2.2]
    bool in_order(const sip::Message& request) noexcept;

    /// To (server dialog) or From (client dialog) as we write it, with our tag.
    const std::string& local() const noexcept { return local_; }
    const std::string& remote_tag() const noexcept { return remote_tag_; }
    bool confirmed() const noexcept { return !remote_tag_.empty(); }

private:
    sip::Message build(std::string_view method, std::uint32_t cseq) const;

    std::string call_id_, local_, remote_, local_tag_, remote_tag_, remote_target_;
    std::vector<std::string> route_set_;
    std::uint32_t local_cseq_ = 0, remote_cseq_ = 0;
};

}  // namespace wims::epcscf
