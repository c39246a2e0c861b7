// SPDX-License-Identifier: Apache-2.0
#include "wwsf/assets.hpp"

#include <array>
#include <string>

#include <openssl/sha.h>

// The assembler includes the files: no array of a quarter of a million numbers has to be compiled. WIC_* are their
// paths, from CMake.
// clang-format off
#define WIMS_EMBED(name, file)                                                    \
    __asm__(".pushsection .rodata,\"a\",@progbits\n"                              \
            ".global wic_" #name "_begin\n.hidden wic_" #name "_begin\n"          \
            ".global wic_" #name "_end\n.hidden wic_" #name "_end\n"              \
            "wic_" #name "_begin:\n.incbin \"" file "\"\nwic_" #name "_end:\n"    \
            ".byte 0\n.popsection\n");                                            \
    extern "C" const char wic_##name##_begin[], wic_##name##_end[]
// clang-format on

WIMS_EMBED(page, WIC_PAGE);
WIMS_EMBED(style, WIC_STYLE);
WIMS_EMBED(icon, WIC_ICON);
WIMS_EMBED(script, WIC_SCRIPT);
WIMS_EMBED(licences, WIC_LICENCES);

namespace wims::wwsf {
namespace {

Asset embed(std::string_view path, std::string_view type, const char* begin, const char* end) {
    const std::string_view octets(begin, static_cast<std::size_t>(end - begin));
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
    SHA256(reinterpret_cast<const unsigned char*>(octets.data()), octets.size(), digest.data());
    std::string etag = "\"";
    for (std::size_t i = 0; i < 12; ++i) {
        etag += "0123456789abcdef"[digest[i] >> 4];
        etag += "0123456789abcdef"[digest[i] & 15];
    }
    return {path, type, octets, etag + "\""};
}

const std::array<Asset, 5>& table() {
    static const std::array<Asset, 5> assets = {
        embed("/", "text/html; charset=utf-8", wic_page_begin, wic_page_end),
        embed("/style.css", "text/css; charset=utf-8", wic_style_begin, wic_style_end),
        embed("/icon.svg", "image/svg+xml", wic_icon_begin, wic_icon_end),
        embed("/app.js", "text/javascript; charset=utf-8", wic_script_begin, wic_script_end),
        embed("/licenses.txt", "text/plain; charset=utf-8", wic_licences_begin, wic_licences_end)};
    return assets;
}

}  // namespace

const Asset* find_asset(std::string_view path) {
    for (const Asset& asset : table())
        if (asset.path == path) return &asset;
    return nullptr;
}

}  // namespace wims::wwsf
