// SPDX-License-Identifier: Apache-2.0
#include "registry/wire/object_reader.hpp"

#include <algorithm>

namespace wims::registry::wire {

namespace {
constexpr std::size_t longest_text = 4096;
}

ObjectReader::ObjectReader(const nlohmann::json& object, std::string path) : object_(object), path_(std::move(path)) {
    if (!object.is_object()) error_ = path_ + ": is no object";
}

void ObjectReader::fail(const char* name, std::string what) {
    if (error_.empty()) error_ = path_ + "." + name + ": " + std::move(what);
}

const nlohmann::json* ObjectReader::member(const char* name, Need need) {
    known_.emplace_back(name);
    if (!object_.is_object()) return nullptr;
    const auto it = object_.find(name);
    if (it != object_.end()) return &*it;
    if (need == Need::required) fail(name, "is missing");
    return nullptr;
}

bool ObjectReader::text(const char* name, std::string& out, Need need) {
    const auto* value = member(name, need);
    if (value == nullptr) return false;
    if (!value->is_string()) return fail(name, "is no string"), false;
    const auto& text = value->get_ref<const std::string&>();
    if (text.size() > longest_text) return fail(name, "is too long"), false;
    if (text.find('\0') != std::string::npos) return fail(name, "holds a zero octet"), false;
    out = text;
    return true;
}

bool ObjectReader::number(const char* name, std::uint64_t& out, std::uint64_t most, Need need) {
    const auto* value = member(name, need);
    if (value == nullptr) return false;
    if (!value->is_number_unsigned() || value->get<std::uint64_t>() > most)
        return fail(name, "is no whole number from 0 to " + std::to_string(most)), false;
    out = value->get<std::uint64_t>();
    return true;
}

bool ObjectReader::real(const char* name, float& out, float least, float most, Need need) {
    const auto* value = member(name, need);
    if (value == nullptr) return false;
    const double number = value->is_number() ? value->get<double>() : most + 1.0;
    if (!(number >= least && number <= most))
        return fail(name, "is no number from " + std::to_string(least) + " to " + std::to_string(most)), false;
    out = static_cast<float>(number);
    return true;
}

bool ObjectReader::flag(const char* name, bool& out, Need need) {
    const auto* value = member(name, need);
    if (value == nullptr) return false;
    if (!value->is_boolean()) return fail(name, "is no boolean"), false;
    out = value->get<bool>();
    return true;
}

Result<void> ObjectReader::finish() {
    if (error_.empty())
        for (const auto& [name, value] : object_.items())
            if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
                error_ = path_ + ": unknown member \"" + name.substr(0, 64) + "\"";
                break;
            }
    if (error_.empty()) return {};
    return Error{ErrorKind::protocol, error_, 400};
}

}  // namespace wims::registry::wire
