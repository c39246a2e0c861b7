// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <wims/iwf/link.hpp>

namespace wims::signalling {

/// The P-CSCF instances that a worker knows, and which of them takes the next flow. Worker's thread.
class Instances {
public:
    struct Instance {
        std::string name;
        iwf::Link* link = nullptr;
        bool draining = false;
    };

    /// A second call with the name replaces the first.
    void attach(const std::string& name, iwf::Link& link);
    void detach(std::string_view name);
    /// No new flows for it until it is attached again.
    void drain(std::string_view name);

    /// Null when there is none of the name.
    const Instance* find(std::string_view name) const noexcept;
    /// They take turns. Null when none takes flows.
    const Instance* next() noexcept;
    bool available() const noexcept;

private:
    std::vector<Instance> instances_;
    std::size_t turn_ = 0;
};

}  // namespace wims::signalling
