// SPDX-License-Identifier: Apache-2.0
#include "media/dtls/record_writer.hpp"

#include <algorithm>
#include <utility>

namespace wims::media::dtls {

namespace {

std::vector<Record> records_of(std::span<const std::uint8_t> datagram) {
    std::vector<Record> records;
    while (const auto record = Record::take(datagram)) records.push_back(*record);
    return records;
}

}  // namespace

bool RecordWriter::write(SSL& ssl, std::vector<Datagram>& datagrams) {
    bool flight = false;
    for (auto& datagram : datagrams) {
        for (const auto& record : records_of(datagram)) {
            flight = flight || record.type == ContentType::handshake || record.type == ContentType::change_cipher_spec;
            if (record.epoch == 0 || state_) continue;
            state_ = ConnectionState::writing(ssl);
            if (state_) nonce_of_first_ = state_->explicit_nonce(record) - record.sequence;
        }
        datagram = number(datagram);
    }
    if (flight) flight_ = datagrams;
    return flight;
}

std::vector<Datagram> RecordWriter::repeat_flight() {
    std::vector<Datagram> again;
    for (const auto& datagram : flight_) again.push_back(number(datagram));
    return again;
}

Datagram RecordWriter::number(const Datagram& datagram) {
    Datagram numbered;
    for (auto record : records_of(datagram)) {
        if (record.epoch > 0) {
            number_protected(record, numbered);
            continue;
        }
        record.sequence = next_[0]++;
        record.append_to(numbered);
    }
    return numbered;
}

void RecordWriter::number_protected(Record record, Datagram& out) {
    const std::uint64_t number = next_[1]++;
    if (record.sequence == number || !state_) return record.append_to(out);
    const auto plain = state_->open(record);
    if (!plain) return;
    record.sequence = number;
    record.fragment = *plain;
    const auto sealed = state_->seal(record, nonce_of_first_ + number);
    if (!sealed) return;
    record.fragment = *sealed;
    record.append_to(out);
}

std::optional<Datagram> RecordWriter::alert(std::uint8_t level, std::uint8_t description) {
    if (!state_) return std::nullopt;
    const std::array<std::uint8_t, 2> plain{level, description};
    Record record{ContentType::alert, 1, next_[1]++, plain};
    const auto sealed = state_->seal(record, nonce_of_first_ + record.sequence);
    if (!sealed) return std::nullopt;
    record.fragment = *sealed;
    Datagram datagram;
    record.append_to(datagram);
    return datagram;
}

}  // namespace wims::media::dtls
