// SPDX-License-Identifier: Apache-2.0
// The test vectors of the specifications.
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "media/srtp/galois_counter_mode.hpp"
#include "media/srtp/keyed_sha1.hpp"
#include "slot.hpp"

using namespace wims;
using namespace wims::media;
using namespace wims::media::srtp;
using test::from_hex;
using test::Slot;

namespace {

const Transform& transform(Profile profile) { return *find_transform(profile); }

std::string text(std::span<const std::uint8_t> octets) {
    return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

std::string derived(const KeyDerivation& derivation, Label label, std::size_t size) {
    std::vector<std::uint8_t> out(size);
    REQUIRE(derivation.derive(label, out));
    return text(out);
}

/// Key octets 00 01 02 … and the salt of RFC 7714 16 and 17.
SessionKeys quid_pro_quo() {
    SessionKeys keys;
    for (std::size_t i = 0; i < keys.encryption.size(); ++i) keys.encryption[i] = static_cast<std::uint8_t>(i);
    const auto salt = from_hex("517569642070726f2071756f");
    std::copy(salt.begin(), salt.end(), keys.salt.begin());
    return keys;
}

}  // namespace

TEST_CASE("AGW-08: AES in counter mode, 65,282 blocks [RFC 3711 B.2]") {
    // With the session salt as a master salt and label 0, derivation is that key stream.
    const Secret master(from_hex("2b7e151628aed2a6abf7158809cf4f3c f0f1f2f3f4f5f6f7f8f9fafbfcfd"));
    const auto stream = derived({transform(Profile::aes128_cm_sha1_80), master}, Label::rtp_encryption, 1'044'512);
    CHECK(stream.substr(0, 48) == from_hex("e03ead0935c95e80e166b16dd92b4eb4 d23513162b02d0f72a43a2fe4a5f97ab"
                                           "41e95b3bb0a2e8dd477901e4fca894c0"));
    CHECK(stream.substr(stream.size() - 48) == from_hex("ec8cdf7398607cb0f2d21675ea9ea1e4"
                                                        "362b7c3c6773516318a077d7fc5073ae"
                                                        "6a2cc3787889374fbeb4c81b17ba6c44"));
}

TEST_CASE("AGW-08: key derivation [RFC 3711 B.3]") {
    const Secret master(from_hex("e1f97a0d3e018be0d64fa32c06de4139 0ec675ad498afeebb6960b3aabe6"));
    const KeyDerivation derivation(transform(Profile::aes128_cm_sha1_80), master);
    CHECK(derived(derivation, Label::rtp_encryption, 16) == from_hex("c61e7a93744f39ee10734afe3ff7a087"));
    CHECK(derived(derivation, Label::rtp_salt, 14) == from_hex("30cbbc08863d8c85d49db34a9ae1"));
    CHECK(derived(derivation, Label::rtp_authentication, 94) ==
          from_hex("cebe321f6ff7716b6fd4ab49af256a15 6d38baa48f0a0acf3c34e2359e6cdbce e049646c43d9327ad175578ef7227098"
                   "6371c10c9a369ac2f94a8c5fbcdddc25 6d6e919a48b610ef17c2041e47403576 6b68642c59bbfc2f34db60dbdfb2"));
}

TEST_CASE("AGW-08: key derivation under 256 bits [RFC 6188 7.2]") {
    const Secret master(
        from_hex("f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6"
                 "3b04803de51ee7c96423ab5b78d2"));
    const KeyDerivation derivation(transform(Profile::aes256_cm_sha1_80), master);
    CHECK(derived(derivation, Label::rtp_encryption, 32) ==
          from_hex("5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4"));
    CHECK(derived(derivation, Label::rtp_salt, 14) == from_hex("fa31791685ca444a9e07c6c64e93"));
    CHECK(derived(derivation, Label::rtp_authentication, 20) == from_hex("fd9c32d39ed5fbb5a9dc96b30818454d1313dc05"));
}

TEST_CASE("AGW-08: HMAC-SHA1 [RFC 2202 3]") {
    std::array<std::uint8_t, 20> key;
    key.fill(0x0b);
    const std::string hi = "Hi ", there = "There";
    const auto span = [](const std::string& s) {
        return std::span(reinterpret_cast<const std::uint8_t*>(s.data()), s.size());
    };
    CHECK(text(KeyedSha1(key).tag(span(hi), span(there))) == from_hex("b617318655057264e28bc0b6fb378c8ef146be00"));
}

TEST_CASE("AGW-08: AEAD_AES_128_GCM and AEAD_AES_256_GCM, RTP [RFC 7714 16]") {
    const auto clear = from_hex("8040f17b8041f8d35501a0b2") + "Gallia est omnis divisa in partes tres";
    for (const auto& [profile, sealed] :
         {std::pair{
              Profile::aead_aes_128_gcm,
              "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765"
              "ee4390cce"},
          std::pair{
              Profile::aead_aes_256_gcm,
              "32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b7aa3db36dfffd6b0f9bb787"
              "8d7a76c13"}}) {
        const auto gcm = GaloisCounterMode::create(transform(profile), quid_pro_quo(), quid_pro_quo());
        auto slot = Slot::of(clear);
        REQUIRE(gcm->seal_rtp(slot.packet, 12, 0x5501a0b2, 0xf17b));
        CHECK(slot.text() == clear.substr(0, 12) + from_hex(sealed));
        REQUIRE(gcm->open_rtp(slot.packet, 12, 0x5501a0b2, 0xf17b));
        CHECK(slot.text() == clear);
    }
}

TEST_CASE("AGW-08: AEAD_AES_128_GCM and AEAD_AES_256_GCM, RTCP [RFC 7714 17]") {
    const auto clear = from_hex(
        "81c8000d4d617273 4e5450314e545032525450200000042a0000e9304c756e61"
        "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef");
    for (const auto& [profile, sealed] :
         {std::pair{Profile::aead_aes_128_gcm,
                    "63e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275bc84aa458"
                    "96cf4d2fc5abf87245d9eade800005d4"},
          std::pair{Profile::aead_aes_256_gcm,
                    "d50ae4d1f5ce5d304ba297e47d470c282c3ece5dbffe0a50a2eaa5c1110555be8415f658c61de0476f1b6fad1d1eb30c"
                    "4446839f57ff6f6cb26ac3be800005d4"}}) {
        const auto gcm = GaloisCounterMode::create(transform(profile), quid_pro_quo(), quid_pro_quo());
        auto slot = Slot::of(clear);
        REQUIRE(gcm->seal_rtcp(slot.packet, 0x4d617273, 0x5d4));
        CHECK(slot.text() == clear.substr(0, 8) + from_hex(sealed));
        REQUIRE(gcm->open_rtcp(slot.packet, 0x4d617273, 0x5d4));
        CHECK(slot.text() == clear);
    }
}
