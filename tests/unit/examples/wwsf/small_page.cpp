// SPDX-License-Identifier: Apache-2.0
// Stands in for the WIC's files, so that these tests need no bundle.
#include "wwsf/assets.hpp"

namespace wims::wwsf {

const Asset* find_asset(std::string_view path) {
    static const Asset page{"/", "text/html; charset=utf-8", "<!doctype html><p>page", "\"one\""};
    static const Asset script{"/app.js", "text/javascript; charset=utf-8", "run();", "\"two\""};
    return path == page.path ? &page : path == script.path ? &script : nullptr;
}

}  // namespace wims::wwsf
