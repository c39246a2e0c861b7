// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include <wims/cx/location.hpp>
#include <wims/media/ims_agw.hpp>
#include <wims/registry/wimpu_registrar.hpp>
#include <wims/signalling/i_cscf.hpp>
#include <wims/signalling/iwf.hpp>
#include <wims/signalling/p_cscf.hpp>

#include "common/runtime/event_loop.hpp"
#include "demo/config.hpp"
#include "ep_cscf/token_verification.hpp"
#include "wwsf/server.hpp"

namespace wims::demo {

/// Every entity of the SDK in one process, wired through the seams. Made and destroyed on main's thread.
class Gateway {
public:
    static Result<std::unique_ptr<Gateway>> create(const Config& config, LogSink& log, Metrics& metrics);
    /// What create() would refuse, without a WWSF's files being made. Addresses to bind are those of a rehearsal.
    static Result<void> check(const Config& config, LogSink& log, Metrics& metrics);
    ~Gateway();

    void start();
    /// "status" is "in service" when every block is.
    nlohmann::json health() const;

private:
    Gateway(const Config& config, LogSink& log, Metrics& metrics);
    Result<void> make_wwsfs();
    Result<void> make_registrar();
    Result<void> make_media();
    Result<void> make_tokens();
    Result<void> make_signalling();
    Result<void> make_i_cscf();

    Config config_;
    LogSink& log_;
    Metrics& metrics_;

    // Owned, each used by those below it.
    LoopThread registrar_thread_{"registrar"};
    LoopThread web_thread_{"wwsf"};
    std::vector<std::unique_ptr<wwsf::Server>> wwsfs_;
    std::unique_ptr<registry::WimpuRegistrar> registrar_;
    std::unique_ptr<media::CodecFactory> codecs_;
    std::unique_ptr<media::ImsAgw> agw_;
    std::unique_ptr<host::TokenVerification> tokens_;
    std::unique_ptr<signalling::PCscf> p_cscf_;
    std::unique_ptr<signalling::Iwf> iwf_;
    std::unique_ptr<cx::LocationDirectory> hss_;
    std::unique_ptr<signalling::ICscf> i_cscf_;
};

}  // namespace wims::demo
