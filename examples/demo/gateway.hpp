// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include <wims/cx/location.hpp>
#include <wims/media/ims_agw.hpp>
#include <wims/registry/wimpu_registrar.hpp>
#include <wims/signalling/i_cscf.hpp>
#include <wims/signalling/iwf.hpp>
#include <wims/signalling/p_cscf.hpp>
#include <wims/signalling/token_verifier.hpp>

#include "common/http/server.hpp"
#include "common/runtime/event_loop.hpp"
#include "demo/options.hpp"
#include "host/metrics_table.hpp"
#include "wwsf/server.hpp"

namespace wims::demo {

/// Every entity of the SDK in one process, wired through the seams. Made and destroyed on main's thread.
class Gateway {
public:
    static Result<std::unique_ptr<Gateway>> create(const Options& options, LogSink& log, host::MetricsTable& metrics);
    ~Gateway();

    /// True when the block is in service; the JSON says the rest.
    bool healthy() const;
    std::string health() const;

private:
    Gateway(const Options& options, LogSink& log, host::MetricsTable& metrics);
    Result<void> make_wwsf();
    Result<void> make_registrar();
    Result<void> make_media();
    Result<void> make_signalling();
    Result<void> make_i_cscf();
    Result<void> make_control();
    void answer(const http::Request& request, const http::Respond& respond) const;

    const Options options_;
    LogSink& log_;
    host::MetricsTable& metrics_;

    // Owned, each used by those below it.
    LoopThread registrar_thread_{"registrar"};
    LoopThread web_thread_{"wwsf"};
    std::unique_ptr<wwsf::Server> wwsf_;
    std::unique_ptr<registry::WimpuRegistrar> registrar_;
    std::unique_ptr<media::ImsAgw> agw_;
    std::unique_ptr<w1::TokenVerifier> tokens_;
    std::unique_ptr<signalling::PCscf> p_cscf_;
    std::unique_ptr<signalling::Iwf> iwf_;
    std::unique_ptr<cx::LocationDirectory> hss_;
    std::unique_ptr<signalling::ICscf> i_cscf_;
    std::unique_ptr<http::Server> control_;
};

}  // namespace wims::demo
