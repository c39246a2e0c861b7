// SPDX-License-Identifier: Apache-2.0
#include "host/config_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

namespace wims::host {

using nlohmann::json;

namespace {

constexpr std::size_t longest_file = 4U << 20U;

Result<std::string> contents(const std::string& file) {
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored)) return Error{ErrorKind::io, "is a folder"};
    std::ifstream in(file, std::ios::binary);
    if (!in) return Error{ErrorKind::io, std::strerror(errno)};
    std::string text(longest_file + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (in.bad()) return Error{ErrorKind::io, "cannot be read"};
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > longest_file) return Error{ErrorKind::limit, "is longer than 4 MiB"};
    return text;
}

/// Of the parser's "[json.exception.parse_error.101] parse error at line 3, column 5: …", what helps.
std::string cause(const std::string& what) {
    const auto at = what.find("at line");
    return at == std::string::npos ? what : "is no JSON " + what.substr(at);
}

Result<json> parsed(const std::string& text) {
    std::vector<std::set<std::string>> open;  // the keys of each object that is open
    std::string twice;
    const auto watch = [&](int, json::parse_event_t event, json& value) {
        if (event == json::parse_event_t::object_start) open.emplace_back();
        if (event == json::parse_event_t::object_end) open.pop_back();
        if (event == json::parse_event_t::key && !open.back().insert(value.get<std::string>()).second && twice.empty())
            twice = value.get<std::string>();
        return true;
    };
    try {
        auto document = json::parse(text, watch);
        if (!twice.empty()) return Error{ErrorKind::usage, twice + ": is given twice"};
        return document;
    } catch (const json::exception& problem) {
        return Error{ErrorKind::usage, cause(problem.what())};
    }
}

}  // namespace

Result<void> read_config_file(const std::string& file, const Keys& keys, bool rehearsal) {
    const auto named = [&](const Error& error) { return Error{error.kind, file + ": " + error.text}; };
    const auto text = contents(file);
    if (!text) return named(text.error());
    const auto document = parsed(*text);
    if (!document) return named(document.error());
    const auto folder = std::filesystem::path(file).parent_path().string();
    if (const auto read = keys.read(*document, "", {folder, rehearsal}); !read) return named(read.error());
    return {};
}

}  // namespace wims::host
