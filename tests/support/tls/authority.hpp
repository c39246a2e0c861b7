// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

namespace wims::test {

/// A certificate authority that issues certificates for mutual TLS, as PEM files in a directory that goes with it.
class Authority {
public:
    struct Files {
        std::string certificate, private_key;
    };
    struct Subject {
        std::string common_name;
        std::string names = "IP:127.0.0.1";  ///< subjectAltName as OpenSSL writes it, "DNS:iwf-1.example,IP:127.0.0.1"
        bool expired = false;
    };

    Authority();
    ~Authority();
    Authority(const Authority&) = delete;
    Authority& operator=(const Authority&) = delete;

    /// Of the authority itself.
    const std::string& certificate_file() const noexcept { return certificate_; }
    Files issue(const Subject& subject);

private:
    struct Signer;
    std::unique_ptr<Signer> signer_;
    std::string directory_, certificate_;
    int issued_ = 0;
};

}  // namespace wims::test
