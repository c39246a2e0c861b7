// SPDX-License-Identifier: Apache-2.0
#include <wims/transcode/codecs.hpp>

#include <cstdio>

int main() {
    const auto codecs = wims::transcode::make_codecs({});
    if (!codecs) return 1;
    const auto pair =
        (*codecs)->create({"opus", 48000, 2, "useinbandfec=1", 20}, {"AMR-WB", 16000, 1, "octet-align=1", 20});
    if (!pair) return 1;
    std::printf("%zu codecs\n", (*codecs)->codecs().size());
    return 0;
}
