// SPDX-License-Identifier: Apache-2.0
#include "host/keys.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

namespace wims::host {

using nlohmann::json;

namespace {

constexpr std::size_t longest_list = 10000;
constexpr std::size_t longest_shown = 60;

/// The value as a person finds it in the file, cut where it is long.
std::string shown(const json& value) {
    auto text = value.dump(-1, ' ', false, json::error_handler_t::replace);
    if (text.size() > longest_shown) text = text.substr(0, longest_shown) + "…";
    return text;
}

Error wrong(const std::string& path, const std::string& takes, const json& found) {
    return {ErrorKind::usage, path + ": takes " + takes + ", not " + shown(found)};
}

std::string joined(const std::string& path, const std::string& name) { return path.empty() ? name : path + "." + name; }

std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

std::string in_folder(const std::string& folder, const std::string& name) {
    return (std::filesystem::path(folder) / name).string();
}

Result<void> readable(const std::string& path, const std::string& file) {
    std::error_code ignored;
    if (access(file.c_str(), R_OK) != 0)
        return Error{ErrorKind::usage, path + ": " + file + ": " + std::strerror(errno)};
    if (std::filesystem::is_directory(file, ignored))
        return Error{ErrorKind::usage, path + ": " + file + " is a folder"};
    return {};
}

}  // namespace

Keys::Key& Keys::add(const std::string& name, std::string takes, std::string standard, std::string meaning) {
    order_.push_back(name);
    Key& key = keys_[name];
    key.takes = std::move(takes);
    key.standard = std::move(standard);
    key.meaning = std::move(meaning);
    return key;
}

Keys::Key& Keys::text(const std::string& name, std::string& target, const Format& format, std::string meaning) {
    Key& key = add(name, format.takes, json(target).dump(), std::move(meaning));
    key.read = [&target, format, &key](const json& value, const std::string& path, const Reading&) -> Result<void> {
        const bool text = value.is_string();
        // What has no default may not be empty; what has one may be, where that is the default.
        const bool none = text && value.get_ref<const std::string&>().empty() && key.standard == "\"\"";
        if (!text || (!none && !format.fits(value.get_ref<const std::string&>())))
            return wrong(path, format.takes, value);
        target = value.get<std::string>();
        return {};
    };
    return key;
}

Keys::Key& Keys::texts(const std::string& name, std::vector<std::string>& target, const Format& format,
                       std::string meaning) {
    Key& key = add(name, std::string("a list, each ") + format.takes, json(target).dump(), std::move(meaning));
    key.read = [&target, format](const json& value, const std::string& path, const Reading&) {
        Result<void> outcome;
        const std::size_t length = length_of(value, path, outcome);
        target.clear();
        for (std::size_t i = 0; i < length; ++i) {
            if (!value[i].is_string() || !format.fits(value[i].get_ref<const std::string&>()))
                return Result<void>(wrong(path + "[" + std::to_string(i) + "]", format.takes, value[i]));
            target.push_back(value[i].get<std::string>());
        }
        return outcome;
    };
    return key;
}

Keys::Key& Keys::flag(const std::string& name, bool& target, std::string meaning) {
    Key& key = add(name, "true or false", json(target).dump(), std::move(meaning));
    key.read = [&target](const json& value, const std::string& path, const Reading&) -> Result<void> {
        if (!value.is_boolean()) return wrong(path, "true or false", value);
        target = value.get<bool>();
        return {};
    };
    return key;
}

Keys::Key& Keys::word(const std::string& name, const std::string& standard, std::vector<std::string> words,
                      std::function<void(const std::string&)> set, std::string meaning) {
    const std::string takes = "one of " + listed(words);
    Key& key = add(name, takes, json(standard).dump(), std::move(meaning));
    key.read = [takes, words = std::move(words), set = std::move(set)](const json& value, const std::string& path,
                                                                       const Reading&) -> Result<void> {
        if (!value.is_string() || std::find(words.begin(), words.end(), value.get<std::string>()) == words.end())
            return wrong(path, takes, value);
        set(value.get<std::string>());
        return {};
    };
    return key;
}

Keys::Key& Keys::number(const std::string& name, std::int64_t standard, SetNumber set, Range range, const char* unit,
                        std::string meaning) {
    const std::string takes = std::string(unit) + ", " + std::to_string(range.min) + " to " + std::to_string(range.max);
    Key& key = add(name, takes, std::to_string(standard), std::move(meaning));
    key.read = [takes, range, set = std::move(set)](const json& value, const std::string& path,
                                                    const Reading&) -> Result<void> {
        const bool whole =
            value.is_number_unsigned() ? value.get<std::uint64_t>() <= INT64_MAX : value.is_number_integer();
        if (!whole || value.get<std::int64_t>() < range.min || value.get<std::int64_t>() > range.max)
            return wrong(path, takes, value);
        set(value.get<std::int64_t>());
        return {};
    };
    return key;
}

Keys::Key& Keys::file(const std::string& name, std::string& target, std::string meaning) {
    Key& key = add(name, "a file that can be read", json(target).dump(), std::move(meaning));
    key.read = [&target, &key](const json& value, const std::string& path, const Reading& reading) -> Result<void> {
        if (value == "" && !key.standard.empty()) return {};
        if (!value.is_string() || value == "") return wrong(path, key.takes, value);
        target = in_folder(reading.folder, value.get<std::string>());
        return readable(path, target);
    };
    return key;
}

Keys::Key& Keys::new_file(const std::string& name, std::string& target, std::string meaning) {
    Key& key = add(name, "a file; it is made when it is not there", json(target).dump(), std::move(meaning));
    key.read = [&target, &key](const json& value, const std::string& path, const Reading& reading) -> Result<void> {
        if (value == "" && !key.standard.empty()) return {};
        if (!value.is_string() || value == "") return wrong(path, key.takes, value);
        target = in_folder(reading.folder, value.get<std::string>());
        if (access(target.c_str(), F_OK) == 0) return readable(path, target);
        const auto folder = std::filesystem::path(target).parent_path().string();
        if (access(folder.empty() ? "." : folder.c_str(), W_OK | X_OK) == 0) return {};
        return Error{ErrorKind::usage, path + ": nothing can be made in " + folder + ": " + std::strerror(errno)};
    };
    return key;
}

Keys::Key& Keys::new_folder(const std::string& name, std::string& target, std::string meaning) {
    Key& key = add(name, "a folder; it is made when it is not there", json(target).dump(), std::move(meaning));
    key.read = [&target, &key](const json& value, const std::string& path, const Reading& reading) -> Result<void> {
        if (value == "" && !key.standard.empty()) return {};
        if (!value.is_string() || value == "") return wrong(path, key.takes, value);
        target = in_folder(reading.folder, value.get<std::string>());
        std::error_code ignored;
        const bool there = std::filesystem::exists(target, ignored);
        const auto folder = there ? target : std::filesystem::path(target).parent_path().string();
        if (!std::filesystem::is_directory(folder.empty() ? "." : folder, ignored))
            return Error{ErrorKind::usage, path + ": " + folder + " is no folder"};
        if (access(folder.empty() ? "." : folder.c_str(), W_OK | X_OK) == 0) return {};
        return Error{ErrorKind::usage, path + ": nothing can be made in " + folder + ": " + std::strerror(errno)};
    };
    return key;
}

Keys::Key& Keys::section(const std::string& name, std::string meaning, const std::function<void(Keys&)>& declare) {
    Keys inner;
    declare(inner);
    Key& key = add(name, "an object", "{}", std::move(meaning));
    key.is_object = true;
    const auto keys = std::make_shared<Keys>(std::move(inner));
    key.read = [keys](const json& value, const std::string& path, const Reading& reading) {
        return keys->read(value, path, reading);
    };
    key.inner = [keys](const std::string& path, std::vector<Row>& rows) { keys->describe(path, rows); };
    return key;
}

Keys::Key& Keys::address(const std::string& name, TransportAddress& target, std::string meaning) {
    return section(name, std::move(meaning), [&](Keys& keys) {
        Key& ip = keys.text("ip", target.ip, ip_address, "numeric");
        Key& port = keys.number("port", target.port, {1, 65535}, "");
        if (target.ip.empty()) ip.required();
        if (target.port == 0) port.required();
    });
}

Keys::Key& Keys::endpoint(const std::string& name, Endpoint& target, std::string meaning) {
    return section(name, std::move(meaning), [&](Keys& keys) { keys.endpoint(target); });
}

void Keys::endpoint(Endpoint& target) {
    bound_ip("ip", "advertised_ip", target.bind.ip, target.advertised_ip, "where it is bound");
    Key& port = number("port", target.bind.port, {0, 65535}, "0: any that is free");
    if (target.bind.port == 0) port.required();
    finish_ = [&target, move = finish_](const Reading& reading) {
        move(reading);
        if (reading.rehearsal) target.bind.port = 0;
    };
}

Keys::Key& Keys::bound_address(const std::string& name, TransportAddress& target, std::string meaning) {
    return section(name, std::move(meaning), [&](Keys& keys) {
        Key& ip = keys.text("ip", target.ip, ip_address, "where it is bound");
        Key& port = keys.number("port", target.port, {0, 65535}, "0: any that is free");
        if (target.ip.empty()) ip.required();
        if (target.port == 0) port.required();
        keys.finish_ = [&target](const Reading& reading) {
            if (reading.rehearsal) target = {"127.0.0.1", 0};
        };
    });
}

void Keys::bound_ip(const std::string& name, const std::string& advertised_name, std::string& ip,
                    std::string& advertised, const std::string& meaning) {
    Key& bound = text(name, ip, ip_address, meaning);
    if (ip.empty()) bound.required();
    text(advertised_name, advertised, ip_address, "what peers are told; empty: " + name);
    finish_ = [&ip, &advertised, before = finish_](const Reading& reading) {
        if (before) before(reading);
        if (!reading.rehearsal) return;
        if (advertised.empty()) advertised = ip;
        ip = ip.find(':') == std::string::npos ? "127.0.0.1" : "::1";
    };
}

std::size_t Keys::length_of(const json& list, const std::string& path, Result<void>& outcome) {
    if (list.is_array() && list.size() <= longest_list) return list.size();
    outcome = list.is_array()
                  ? Error{ErrorKind::usage, path + ": a list has at most " + std::to_string(longest_list) + " entries"}
                  : wrong(path, "a list", list);
    return 0;
}

const json& Keys::item_of(const json& list, std::size_t index) { return list[index]; }

Result<void> Keys::read(const json& object, const std::string& path, const Reading& reading) const {
    if (!object.is_object()) return wrong(path.empty() ? "the file" : path, "an object", object);
    for (const auto& [name, value] : object.items())
        if (!keys_.contains(name))
            return Error{ErrorKind::usage, joined(path, name) + ": no such key; there are " + listed(order_)};
    for (const auto& name : order_) {
        const Key& key = keys_.at(name);
        const std::string at = joined(path, name);
        const auto given = object.find(name);
        Result<void> outcome;
        if (given != object.end()) outcome = key.read(*given, at, reading);
        else if (key.standard.empty()) outcome = Error{ErrorKind::usage, at + ": is missing; takes " + key.takes};
        else if (key.is_object) outcome = key.read(json::object(), at, reading);
        if (!outcome) return outcome;
    }
    if (finish_) finish_(reading);
    return {};
}

void Keys::describe(const std::string& path, std::vector<Row>& rows) const {
    for (const auto& name : order_) {
        const Key& key = keys_.at(name);
        rows.push_back({joined(path, name), key.takes, key.standard, key.meaning});
        if (key.inner) key.inner(joined(path, name), rows);
    }
}

}  // namespace wims::host
