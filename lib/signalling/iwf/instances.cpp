// SPDX-License-Identifier: Apache-2.0
#include "signalling/iwf/instances.hpp"

#include <algorithm>

namespace wims::signalling {

void Instances::attach(const std::string& name, iwf::Link& link) {
    detach(name);
    instances_.push_back({name, &link, false});
}

void Instances::detach(std::string_view name) {
    std::erase_if(instances_, [&](const Instance& i) { return i.name == name; });
}

void Instances::drain(std::string_view name) {
    for (auto& instance : instances_)
        if (instance.name == name) instance.draining = true;
}

const Instances::Instance* Instances::find(std::string_view name) const noexcept {
    for (const auto& instance : instances_)
        if (instance.name == name) return &instance;
    return nullptr;
}

const Instances::Instance* Instances::next() noexcept {
    for (std::size_t tried = 0; tried < instances_.size(); ++tried) {
        const auto& instance = instances_[turn_++ % instances_.size()];
        if (!instance.draining) return &instance;
    }
    return nullptr;
}

bool Instances::available() const noexcept {
    return std::any_of(instances_.begin(), instances_.end(), [](const Instance& i) { return !i.draining; });
}

}  // namespace wims::signalling
