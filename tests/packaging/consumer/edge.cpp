// SPDX-License-Identifier: Apache-2.0
// Façades of the signalling library that need its adapters, sofia and wslay: an I-CSCF that listens on Mw, and an IWF that
// says what it lacks.
#include <wims/signalling/i_cscf.hpp>
#include <wims/signalling/iwf.hpp>

#include "host.hpp"

using namespace wims;

namespace {

struct Nobody final : w7::StatusDirectory, cx::LocationDirectory {
    static Error nothing() { return Error{ErrorKind::not_found, "nobody", 404}; }
    void status(const w7::StatusQuery&, Deadline, Completion<w7::Status> done) override { done(nothing()); }
    void locate(const cx::LocationInfoRequest&, Deadline, Completion<cx::LocationInfoAnswer> done) override {
        done(nothing());
    }
};

}  // namespace

int main() {
    Host host;
    Nobody nobody;
    signalling::ICscfConfig config;
    config.mw.bind = {"127.0.0.1", 0};
    config.domains = {"webrtc.operator.example"};
    const auto i_cscf = take(signalling::ICscf::create(config, {host, host, nobody, nobody}), "an I-CSCF on Mw");
    i_cscf->start();
    expect(i_cscf->local().port != 0, "it has a port");

    const auto iwf = signalling::Iwf::create({}, host, host);
    expect(!iwf && iwf.error().kind == ErrorKind::usage, "an IWF without a certificate is refused");
    std::cout << iwf.error().text << '\n';
}
