// SPDX-License-Identifier: Apache-2.0
#include "signalling/ims_alg/sdes.hpp"

#include <algorithm>
#include <cstdint>

#include "common/core/random.hpp"

namespace wims::ims_alg {
namespace {

struct Suite {
    std::string_view name;
    std::size_t key_and_salt;
};

constexpr Suite suites[] = {
    {"AES_CM_128_HMAC_SHA1_80", 30}, {"AES_CM_128_HMAC_SHA1_32", 30}, {"AEAD_AES_128_GCM", 28},
    {"AEAD_AES_256_GCM", 44},        {"AES_256_CM_HMAC_SHA1_80", 46}, {"AES_256_CM_HMAC_SHA1_32", 46},
};

const Suite* find(std::string_view name) {
    const auto it =
        std::find_if(std::begin(suites), std::end(suites), [name](const Suite& s) { return s.name == name; });
    return it == std::end(suites) ? nullptr : it;
}

}  // namespace

bool is_served(const sdp::Crypto& crypto) {
    const Suite* suite = find(crypto.suite);
    return suite != nullptr && crypto.key.reveal().size() == suite->key_and_salt;
}

const Secret& OwnKeys::key(std::size_t m_line, const std::string& suite) {
    auto [it, fresh] = keys_.try_emplace({m_line, suite});
    if (!fresh) return it->second;
    std::string octets(find(suite)->key_and_salt, '\0');
    random_octets({reinterpret_cast<std::uint8_t*>(octets.data()), octets.size()});
    it->second = Secret(std::move(octets));
    return it->second;
}

std::vector<sdp::Crypto> OwnKeys::offered(std::size_t m_line) {
    std::vector<sdp::Crypto> lines;
    for (const char* suite : {"AES_CM_128_HMAC_SHA1_80", "AEAD_AES_128_GCM"})
        lines.push_back({static_cast<std::uint32_t>(lines.size() + 1), suite, key(m_line, suite)});
    return lines;
}

sdp::Crypto OwnKeys::answer(std::size_t m_line, const sdp::Crypto& offered) {
    return {offered.tag, offered.suite, key(m_line, offered.suite)};
}

iq::CoreSdes core_sdes(const sdp::Crypto& own, const sdp::Crypto& peers) {
    return {{own.suite, own.key}, {peers.suite, peers.key}};
}

}  // namespace wims::ims_alg
