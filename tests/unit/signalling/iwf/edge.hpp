// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <wims/signalling/iwf.hpp>

#include "support/recording_host.hpp"
#include "support/tls/client.hpp"
#include "support/tls/temporary_certificate.hpp"
#include "unit/signalling/w2/client_frame.hpp"

namespace wims::test {

inline constexpr const char* page_origin = "https://wwsf.example";

/// A P-CSCF that remembers what the IWF sent it.
class RecordingPCscf final : public iwf::Link {
public:
    void send(iwf::Frame frame) override {
        const std::lock_guard lock(mutex_);
        frames_.push_back(std::move(frame));
        changed_.notify_all();
    }
    std::vector<iwf::Frame> frames() const {
        const std::lock_guard lock(mutex_);
        return frames_;
    }
    /// The n-th frame of this kind, when it comes within 5 s.
    template <class T>
    std::optional<T> wait(std::size_t n = 1) {
        std::unique_lock lock(mutex_);
        std::optional<T> found;
        changed_.wait_for(lock, std::chrono::seconds(5), [&] {
            std::size_t seen = 0;
            for (const auto& frame : frames_)
                if (const auto* f = std::get_if<T>(&frame); f != nullptr && ++seen == n) found = *f;
            return found.has_value();
        });
        return found;
    }
    template <class T>
    std::size_t count() const {
        const std::lock_guard lock(mutex_);
        std::size_t n = 0;
        for (const auto& frame : frames_) n += std::holds_alternative<T>(frame) ? 1 : 0;
        return n;
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<iwf::Frame> frames_;
};

/// An IWF on loopback with a certificate of its own.
struct Edge {
    explicit Edge(const std::function<void(signalling::IwfConfig&)>& change = nullptr) {
        config.w2.bind = {"127.0.0.1", 0};
        config.certificate_file = certificate.certificate_file();
        config.private_key_file = certificate.private_key_file();
        config.origins = {page_origin};
        config.wwsf_url = "https://wwsf.example/phone";
        if (change) change(config);
        auto made = signalling::Iwf::create(config, host, host);
        if (!made) throw std::runtime_error(made.error().text);
        iwf = std::move(*made);
        iwf->attach("p-cscf-1", p_cscf);
        iwf->start();
    }
    bool settles(const std::function<bool()>& condition) const {
        for (int i = 0; i < 500 && !condition(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
        return condition();
    }
    bool empties() const {
        return settles([this] { return iwf->health().connections == 0 && iwf->health().flows == 0; });
    }

    TemporaryCertificate certificate;
    RecordingHost host;
    RecordingPCscf p_cscf;
    signalling::IwfConfig config;
    std::unique_ptr<signalling::Iwf> iwf;
};

inline std::string handshake(const std::string& origin = page_origin, const std::string& more = "") {
    return "GET / HTTP/1.1\r\nHost: gw\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: sip\r\nOrigin: " +
           origin + "\r\n" + more + "\r\n";
}

/// A WIC's socket, open when made.
struct Wic {
    explicit Wic(const Edge& edge, const TlsClient::Options& options = {}) : tls(edge.iwf->local(), options) {
        tls.write(handshake());
        answer = tls.read_until("\r\n\r\n");
    }
    bool open() const { return answer.starts_with("HTTP/1.1 101 "); }
    bool send(std::string_view octets) { return tls.write(octets); }
    /// The next frame, skipping pings unless they are asked for; opcode 0 when none came.
    ServerFrame next(bool pings = false) {
        ServerFrame frame;
        for (;;) {
            if (ServerFrame::take(input, frame)) {
                if (frame.opcode == 9 && !pings) continue;
                return frame;
            }
            const auto more = tls.read();
            if (more.empty()) return {};
            input += more;
        }
    }
    /// The code of the Close that comes next, whatever comes before it; 0: none came.
    int close_code() {
        for (auto frame = next(); frame.opcode != 0; frame = next())
            if (frame.opcode == 8) return frame.code();
        return 0;
    }

    TlsClient tls;
    std::string answer, input;
};

inline const std::string options_request =
    "OPTIONS sip:gw SIP/2.0\r\nVia: SIP/2.0/WSS a.invalid;branch=z9hG4bK1\r\nCall-ID: 1\r\n\r\n";

}  // namespace wims::test
