// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace wims {

/// Octets that must not reach a log or outlive their use: wiped at destruction, never printed or compared by operator.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string octets) : octets_(std::move(octets)) {}
    Secret(const Secret&) = default;
    // Copied and wiped: a moved-from short string would keep its octets.
    // NOLINTNEXTLINE(performance-move-constructor-init)
    Secret(Secret&& other) noexcept : octets_(other.octets_) { other.wipe(); }
    Secret& operator=(const Secret& other) {
        if (this != &other) {
            wipe();
            octets_ = other.octets_;
        }
        return *this;
    }
    Secret& operator=(Secret&& other) noexcept {
        if (this != &other) {
            wipe();
            octets_ = other.octets_;
            other.wipe();
        }
        return *this;
    }
    ~Secret() { wipe(); }

    /// The octets, for handing to a cipher. Do not keep the view.
    std::string_view reveal() const noexcept { return octets_; }
    bool empty() const noexcept { return octets_.empty(); }

private:
    void wipe() noexcept {
        volatile char* p = octets_.data();
        for (std::size_t i = 0; i < octets_.size(); ++i) p[i] = 0;
        octets_.clear();
    }
    std::string octets_;
};

}  // namespace wims
