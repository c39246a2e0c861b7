// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace wims::test {

/// A self-signed certificate for 127.0.0.1 and localhost with its key, as PEM files in a directory that goes with it.
class TemporaryCertificate {
public:
    TemporaryCertificate();
    ~TemporaryCertificate();
    TemporaryCertificate(const TemporaryCertificate&) = delete;
    TemporaryCertificate& operator=(const TemporaryCertificate&) = delete;

    const std::string& certificate_file() const noexcept { return certificate_; }
    const std::string& private_key_file() const noexcept { return key_; }
    const std::string& directory() const noexcept { return directory_; }

private:
    std::string directory_, certificate_, key_;
};

}  // namespace wims::test
