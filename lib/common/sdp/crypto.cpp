// SPDX-License-Identifier: Apache-2.0
#include "common/sdp/crypto.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <charconv>

#include "common/sdp/tokens.hpp"

namespace wims::sdp {
namespace {

constexpr std::string_view method = "inline:";
constexpr std::size_t longest_key = 128;

std::optional<std::string> from_base64(std::string_view text) {
    if (text.empty() || text.size() % 4 != 0 || text.size() > longest_key) return std::nullopt;
    std::string octets(text.size() / 4 * 3, '\0');
    auto* out = reinterpret_cast<unsigned char*>(octets.data());
    const auto* in = reinterpret_cast<const unsigned char*>(text.data());
    if (EVP_DecodeBlock(out, in, static_cast<int>(text.size())) < 0) return std::nullopt;
    const auto padding = static_cast<std::size_t>(std::count(text.end() - 2, text.end(), '='));
    octets.resize(octets.size() - padding);
    return octets;
}

std::string to_base64(std::string_view octets) {
    std::string text((octets.size() + 2) / 3 * 4 + 1, '\0');
    const auto* in = reinterpret_cast<const unsigned char*>(octets.data());
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), in, static_cast<int>(octets.size()));
    text.pop_back();
    return text;
}

/// "key", or "key|lifetime": there is time for neither 2^31 packets nor another key. Nothing when a master key identifier
/// follows, or a second key.
std::optional<std::string> key_of(std::string_view parameters) {
    if (!parameters.starts_with(method)) return std::nullopt;
    parameters.remove_prefix(method.size());
    if (parameters.find_first_of(";:") != std::string_view::npos) return std::nullopt;
    return from_base64(parameters.substr(0, parameters.find('|')));
}

/// A hint, or what may be passed over. [RFC 4568 6.3]
bool optional_parameter(std::string_view parameter) {
    return parameter.starts_with("WSH=") || parameter.starts_with("-") || parameter == "KDR=0";
}

}  // namespace

std::optional<Crypto> Crypto::parse(std::string_view value) {
    const auto fields = split_fields(value);
    if (fields.size() < 3 || !is_token(fields[1]) || fields[0].size() > 9) return std::nullopt;
    Crypto out;
    const auto [end, error] = std::from_chars(fields[0].data(), fields[0].data() + fields[0].size(), out.tag);
    if (error != std::errc() || end != fields[0].data() + fields[0].size()) return std::nullopt;
    auto key = key_of(fields[2]);
    if (!key || !std::all_of(fields.begin() + 3, fields.end(), optional_parameter)) return std::nullopt;
    out.suite = fields[1];
    out.key = Secret(std::move(*key));
    return out;
}

std::string Crypto::to_string() const {
    return std::to_string(tag) + " " + suite + " " + std::string(method) + to_base64(key.reveal());
}

}  // namespace wims::sdp
