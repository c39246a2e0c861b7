// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>
#include <wims/common/result.hpp>

namespace wims::registry::wire {

/// Reads a JSON object member by member and remembers the first thing that is wrong with it: a member that is missing, of
/// another type, too long, or that nobody asked for. Errors: protocol, 400.
class ObjectReader {
public:
    /// `path` is said in errors: "contact".
    ObjectReader(const nlohmann::json& object, std::string path);

    enum class Need { required, optional };
    /// Each false: the member is not there or is wrong; `out` is untouched.
    bool text(const char* name, std::string& out, Need need = Need::required);
    bool number(const char* name, std::uint64_t& out, std::uint64_t most, Need need = Need::required);
    bool real(const char* name, float& out, float least, float most, Need need = Need::required);
    bool flag(const char* name, bool& out, Need need = Need::required);
    /// A member of any type; null: not there.
    const nlohmann::json* member(const char* name, Need need = Need::required);
    void fail(const char* name, std::string what);

    /// After all members were read.
    Result<void> finish();

private:
    const nlohmann::json& object_;
    const std::string path_;
    std::vector<std::string_view> known_;
    std::string error_;
};

}  // namespace wims::registry::wire
