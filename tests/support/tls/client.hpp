// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <wims/common/address.hpp>

namespace wims::test {

/// A blocking client of OpenSSL's own making, for loopback. Every wait ends after `patience`.
class TlsClient {
public:
    struct Options {
        int max_version = 0;     ///< 0: what OpenSSL likes; else e.g. TLS1_1_VERSION
        std::string alpn;        ///< wire form; empty: none
        int receive_buffer = 0;  ///< SO_RCVBUF; 0: the kernel's choice
    };

    explicit TlsClient(const TransportAddress& server) : TlsClient(server, Options()) {}
    TlsClient(const TransportAddress& server, const Options& options);
    ~TlsClient();
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;

    bool connected() const noexcept;  ///< the handshake succeeded
    std::string version() const;
    /// False when the connection is gone.
    bool write(std::string_view octets);
    /// What came, within `patience`; empty at the end of the connection or of patience.
    std::string read();
    /// Until `end` was seen, or the end of the connection.
    std::string read_until(std::string_view end);
    std::string read_all();
    /// The server ended the connection; tells by reading.
    bool ended();
    /// Closes without saying goodbye.
    void reset();

    std::chrono::milliseconds patience{5000};

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// A plain TCP connection to `server`, blocking; -1 when refused. The caller closes it.
int connect_tcp(const TransportAddress& server, int receive_buffer = 0);

}  // namespace wims::test
