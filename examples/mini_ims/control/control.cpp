// SPDX-License-Identifier: Apache-2.0
#include "mini_ims/control/control.hpp"

#include <map>

#include "mini_ims/control/state_json.hpp"

namespace wims::mini_ims {

using Json = nlohmann::ordered_json;

namespace {
http::Response json(int status, const Json& body) {
    return {status,
            {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
            body.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"};
}

http::Response refused(int status, const std::string& reason) { return json(status, {{"error", reason}}); }

/// What a command needs from its body, read before the SIP thread is asked.
struct Command {
    std::string name;
    std::string to;
    std::chrono::milliseconds delay{0};
};

Result<Command> command_of(const std::string& name, const std::string& body) {
    Command command{name, {}, {}};
    const auto arguments = body.empty() ? Json::object() : Json::parse(body, nullptr, false);
    if (!arguments.is_object()) return Error{ErrorKind::usage, "the body is no JSON object", 400};
    if (name == "call") {
        const auto to = arguments.find("to");
        if (to == arguments.end() || !to->is_string() || !to->get<std::string>().starts_with("sip:"))
            return Error{ErrorKind::usage, "call needs {\"to\":\"sip:...\"}", 400};
        command.to = *to;
    } else if (name == "answer-delay") {
        const auto ms = arguments.find("ms");
        if (ms == arguments.end() || !ms->is_number_unsigned() || ms->get<std::uint64_t>() > 120000)
            return Error{ErrorKind::usage, "answer-delay needs {\"ms\":0...120000}", 400};
        command.delay = std::chrono::milliseconds(ms->get<std::uint64_t>());
    } else if (name != "hangup" && name != "cancel" && name != "decline-next" && name != "reset" && name != "hold" &&
               name != "resume" && name != "key-frame") {
        return Error{ErrorKind::not_found, "no such command: " + name, 404};
    }
    return command;
}

/// SIP thread.
Result<void> obey(Phone& phone, const Command& command) {
    if (command.name == "call") return phone.call(command.to);
    if (command.name == "hangup") return phone.hang_up();
    if (command.name == "cancel") return phone.cancel();
    if (command.name == "hold" || command.name == "resume") return phone.hold(command.name == "hold");
    if (command.name == "key-frame") return phone.want_key_frame();
    if (command.name == "decline-next") phone.decline_next();
    if (command.name == "answer-delay") phone.set_answer_delay(command.delay);
    if (command.name == "reset") phone.reset();
    return {};
}
}  // namespace

Result<std::unique_ptr<Control>> Control::create(EventLoop& loop, SipLoop& sip, Core& core, TransportAddress address,
                                                 Logger log) {
    std::unique_ptr<Control> control(new Control(loop, sip, core));
    http::ServerConfig config;
    config.bind.bind = std::move(address);
    auto server = http::Server::create(
        loop, config,
        [self = control.get()](const http::Request& request, http::Respond respond) {
            self->handle(request, std::move(respond));
        },
        log);
    if (!server) return server.error();
    control->server_ = *std::move(server);
    return control;
}

void Control::handle(const http::Request& request, http::Respond respond) {
    const bool get = request.method == "GET" || request.method == "HEAD";
    if (request.path == "/health" && get) return respond(json(200, {{"status", "ok"}}));
    if (request.path == "/state" && get) return show_state(std::move(respond));
    if (request.path == "/phones" && get) return show_phones(std::move(respond));
    if (request.path == "/messages" && get) return show_messages(std::move(respond));
    if (request.path == "/hss/remove" && request.method == "POST") return remove(request, std::move(respond));
    if (request.path.starts_with("/phones/")) {
        if (request.method != "POST") return respond(refused(405, "commands are POSTed"));
        return command(request, std::move(respond));
    }
    respond(refused(get ? 404 : 405, "nothing here"));
}

void Control::show_state(http::Respond respond) {
    sip_.post([this, respond = std::move(respond)] {
        loop_.post([respond, response = json(200, state_json(core_.s_cscf()))] { respond(response); });
    });
}

void Control::show_phones(http::Respond respond) {
    sip_.post([this, respond = std::move(respond)] {
        std::map<std::string, PhoneState> phones;
        for (const auto& phone : core_.phones()) phones.emplace(phone->config().name, phone->state());
        loop_.post([respond, phones = std::move(phones)] {
            Json all = Json::object();
            for (const auto& [name, phone] : phones) all[name] = phone_json(phone);
            respond(json(200, all));
        });
    });
}

void Control::show_messages(http::Respond respond) {
    sip_.post([this, respond = std::move(respond)] {
        loop_.post([respond, texts = core_.s_cscf().recent().texts()] { respond(json(200, {{"messages", texts}})); });
    });
}

void Control::remove(const http::Request& request, http::Respond respond) {
    const auto body = Json::parse(request.body, nullptr, false);
    if (!body.is_object() || !body.contains("impu") || !body["impu"].is_string())
        return respond(refused(400, "remove needs {\"impu\":\"sip:...\"}"));
    sip_.post([this, impu = body["impu"].get<std::string>(), respond = std::move(respond)] {
        const bool removed = core_.remove(impu);
        loop_.post([respond, removed] { respond(json(200, {{"removed", removed}})); });
    });
}

void Control::command(const http::Request& request, http::Respond respond) {
    const auto rest = request.path.substr(std::string_view("/phones/").size());
    const auto slash = rest.find('/');
    const auto phone_name = rest.substr(0, slash);
    const auto parsed = command_of(slash == std::string::npos ? "" : rest.substr(slash + 1), request.body);
    if (!parsed) return respond(refused(parsed.error().status, parsed.error().text));
    sip_.post([this, phone_name, command = *parsed, respond = std::move(respond)] {
        Phone* phone = core_.phone(phone_name);
        const auto done = phone == nullptr
                              ? Result<void>(Error{ErrorKind::not_found, "no such phone: " + phone_name, 404})
                              : obey(*phone, command);
        const auto response = !done ? refused(done.error().status, done.error().text)
                              : phone == nullptr
                                  ? refused(404, "")
                                  : json(200, {{"state", phone->state().state}, {"call_id", phone->state().call_id}});
        loop_.post([respond, response] { respond(response); });
    });
}

}  // namespace wims::mini_ims
