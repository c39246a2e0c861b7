// SPDX-License-Identifier: Apache-2.0
#include "media/dtls/record_reader.hpp"

namespace wims::media::dtls {

namespace {

// A Finished is one record of 24 octets of plaintext, an alert has two: what is longer or comes in crowds is neither.
constexpr std::size_t longest_fragment = 256;
constexpr int records_a_datagram = 16;
constexpr std::uint8_t fatal = 2, close_notify = 0, finished = 20;

bool listened_for(const Record& record) noexcept {
    return record.epoch == 1 && record.fragment.size() <= longest_fragment &&
           (record.type == ContentType::alert || record.type == ContentType::handshake);
}

}  // namespace

RecordReader::Heard RecordReader::receive(std::span<const std::uint8_t> datagram) {
    Heard heard;
    for (int i = 0; i < records_a_datagram; ++i) {
        const auto record = Record::take(datagram);
        if (!record) break;
        if (!listened_for(*record) || seen_.stale(record->sequence)) continue;
        const auto plain = state_.open(*record);
        if (!plain) continue;
        seen_.add(record->sequence);
        if (record->type == ContentType::handshake) {
            heard.flight_repeated = heard.flight_repeated || (!plain->empty() && plain->front() == finished);
            continue;
        }
        if (plain->size() != 2 || heard.alert) continue;
        if ((*plain)[0] == fatal || (*plain)[1] == close_notify) heard.alert = (*plain)[1];
    }
    return heard;
}

}  // namespace wims::media::dtls
