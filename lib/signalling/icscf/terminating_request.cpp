// SPDX-License-Identifier: Apache-2.0
#include "signalling/icscf/terminating_request.hpp"

#include <wims/signalling/counters.hpp>

#include "signalling/icscf/decision.hpp"

namespace wims::icscf {
namespace {

using signalling::Counter;
constexpr auto repeated_success = std::chrono::seconds(32);  // 64*T1: as long as a UAS repeats a 2xx

}  // namespace

TerminatingRequest::TerminatingRequest(Environment& environment, sip::ServerTransactionPtr server, Task answered,
                                       Task over)
    : environment_(environment), server_(std::move(server)), request_(server_->request()), trail_(trail_of(request_)),
      log_(environment.log.with(trail_)), on_answered_(std::move(answered)), over_(std::move(over)),
      linger_(environment.executor) {}

void TerminatingRequest::start() {
    log_.info("request", {{"method", request_.method()}, {"uri", request_.request_uri()}});
    server_->on_cancel([this] { cancel(); });
    const auto called = called_by(request_.request_uri(), environment_.domains);
    if (!called) return reject(called.error());
    called->listed ? ask_status(called->identity) : locate(called->identity);
}

void TerminatingRequest::ask_status(const std::string& identity) {
    count(environment_.metrics, Counter::icscf_status_queries);
    question_ = async<w7::Status>(
        environment_.executor, environment_.executor.now() + environment_.status_timeout,
        [&](Deadline deadline, Completion<w7::Status> done) {
            environment_.registrar.status({trail_, identity}, deadline, std::move(done));
        },
        [this](Result<w7::Status> status) {
            const auto decision = judge(status);
            if (!decision) return reject(decision.error());
            target_.impu = decision->impu;
            locate(decision->impu);
        });
}

void TerminatingRequest::locate(const std::string& identity) {
    question_ = async<cx::LocationInfoAnswer>(
        environment_.executor, environment_.executor.now() + environment_.location_timeout,
        [&](Deadline deadline, Completion<cx::LocationInfoAnswer> done) {
            environment_.hss.locate({trail_, identity}, deadline, std::move(done));
        },
        [this](Result<cx::LocationInfoAnswer> answer) {
            const auto location = judge(std::move(answer));
            if (!location) return reject(location.error());
            forward(*location);
        });
}

void TerminatingRequest::forward(const cx::LocationInfoAnswer& location) {
    target_.server_name = location.server_name;
    target_.wildcard = location.wildcarded_public_identity;
    count(environment_.metrics, Counter::icscf_forwarded);
    log_.info("forwarded", {{"server", target_.server_name}, {"impu", target_.impu}});
    client_ = environment_.mw.request(
        forwarded(request_, target_, environment_.own, trail_),
        [this](const sip::Message& response, bool local) { pass_back(response, local); }, target_.server_name);
}

void TerminatingRequest::pass_back(const sip::Message& response, bool local) {
    if (answered_) return pass_back_again(response);
    if (response.status() == 100) return;  // hop by hop
    if (response.status() < 200) return server_->relay(response);
    settle();
    log_.info("answered", {{"status", std::to_string(response.status())}});
    // 503 would make the caller's server think that we are down; a made-up answer to a cancelled request is its 487.
    const int status = local && cancelled_ ? 487 : response.status() == 503 ? 500 : response.status();
    server_->relay(status == response.status() ? response : sip::Message::response_to(request_, status));
    if (request_.method() != "INVITE" || status >= 300) return finish();
    linger_.start(repeated_success, [this] { finish(); });
}

void TerminatingRequest::pass_back_again(sip::Message response) {
    if (response.status() >= 300) return;
    response.remove("Via");
    for (const auto& via : request_.all("Via")) response.append("Via", via);
    environment_.send_stray(std::move(response));
}

void TerminatingRequest::cancel() {
    if (cancelled_ || answered_) return;
    cancelled_ = true;
    if (client_) return client_->cancel();
    reject({ErrorKind::cancelled, "the caller cancelled", 487});
}

void TerminatingRequest::reject(const Error& error) {
    settle();
    count(environment_.metrics, Counter::icscf_rejected);
    log_.info("rejected", {{"status", std::to_string(error.status)}, {"cause", error.text}});
    server_->respond(sip::Message::response_to(request_, error.status));
    finish();
}

void TerminatingRequest::settle() {
    answered_ = true;
    if (const auto run = std::exchange(on_answered_, nullptr)) run();
}

void TerminatingRequest::finish() {
    server_->on_cancel(nullptr);
    question_.reset();
    const auto over = std::exchange(over_, nullptr);
    if (over) over();
}

}  // namespace wims::icscf
