// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/core.hpp"

#include <algorithm>

#include "common/identity/public_identity.hpp"

namespace wims::mini_ims {

Result<std::unique_ptr<Core>> Core::create(SipLoop& loop, EventLoop& media, const Options& options, LogSink& log) {
    std::unique_ptr<Core> core(new Core(options));
    auto s_cscf = SCscf::create(loop, core->hss_, options.s_cscf, Logger(log, "s-cscf"));
    if (!s_cscf) return s_cscf.error();
    core->s_cscf_ = *std::move(s_cscf);

    for (const auto& [name, entity, voice] :
         {std::tuple("echo", "echo-phone", Voice{}), std::tuple("tone", "tone-phone", options.tone)}) {
        PhoneConfig config;
        config.name = name;
        config.identity = std::string("sip:") + name + "@" + options.domain;
        config.ip = options.phones_ip;
        config.service_route = core->s_cscf_->service_route();
        config.rtp_ports = options.rtp_ports;
        config.voice = voice;
        auto phone = Phone::create(loop, media, config, Logger(log, entity));
        if (!phone) return phone.error();
        core->s_cscf_->add_phone(config.identity, (*phone)->address());
        core->phones_.push_back(*std::move(phone));
    }
    return core;
}

Phone* Core::phone(std::string_view name) const {
    const auto it = std::ranges::find_if(phones_, [&](const auto& phone) { return phone->config().name == name; });
    return it == phones_.end() ? nullptr : it->get();
}

bool Core::remove(const std::string& impu) {
    const auto id = identity::canonical(impu);
    const Subscription* subscription = id ? hss_.with_impu(*id) : nullptr;
    return subscription != nullptr && s_cscf_->remove(*subscription);
}

void Core::hang_up_all() {
    for (const auto& phone : phones_) [[maybe_unused]] const auto ignored = phone->hang_up();
}

}  // namespace wims::mini_ims
