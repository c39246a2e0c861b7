// SPDX-License-Identifier: Apache-2.0
// An eIMS-AGW and an RTP echo behind it, steered by one line of JSON at a time on standard input; answers and Iq events
// are lines of JSON on standard output, log lines go to standard error. There is no signalling here.
#include <sys/epoll.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <nlohmann/json.hpp>

#include <wims/media/ims_agw.hpp>

#include "common/runtime/event_loop.hpp"
#include "rtp_echo.hpp"
#include "support/recording_host.hpp"

namespace {

using json = nlohmann::json;
using namespace wims;

/// Remembers counters and writes every log line to standard error as well.
class Host final : public LogSink, public Metrics {
public:
    void write(const LogRecord& record) noexcept override {
        std::string line(record.entity);
        line += ' ';
        line += record.trail;
        line += ' ';
        line += record.text;
        for (const auto& field : record.fields) line += " " + std::string(field.name) + "=" + std::string(field.value);
        line += '\n';
        std::fputs(line.c_str(), stderr);
    }
    void count(std::string_view counter, std::uint64_t n) noexcept override { record_.count(counter, n); }
    void gauge(std::string_view name, std::int64_t value) noexcept override { record_.gauge(name, value); }
    std::uint64_t counted(const std::string& name) const { return record_.counted(name); }

private:
    test::RecordingHost record_;
};

void say(const json& line) { std::cout << line.dump() << std::endl; }

w3::TransportDescription transport_from(const json& facts) {
    w3::TransportDescription transport;
    transport.ice = {facts.at("ufrag"), facts.at("pwd")};
    transport.fingerprints = {{facts.at("hash"), facts.at("fingerprint")}};
    return transport;
}

class MediaAlone {
public:
    MediaAlone(EventLoop& loop, const json& options)
        : loop_(loop), ip_(options.value("ip", "127.0.0.1")), echo_(loop, ip_, 42000) {
        media::ImsAgwConfig config;
        config.w3.bind = {ip_, 0};
        config.core_ip = ip_;
        config.core_port_min = 43000;
        config.core_port_max = 43099;
        config.consent_loss = std::chrono::seconds(options.value("consent_loss", 30));
        auto agw = media::ImsAgw::create(config, host_, host_);
        if (!agw) {
            say({{"error", agw.error().text}});
            std::exit(1);
        }
        agw_ = std::move(*agw);
        agw_->notify(loop_, [](const iq::Event& event) {
            say({{"event", iq::to_string(event.kind)}, {"detail", event.detail}});
        });
    }

    void run(const json& command) {
        const std::string what = command.at("do");
        if (what == "reserve") reserve(command);
        else if (what == "configure") configure(command);
        else if (what == "heard") heard();
        else if (what == "statistics") statistics();
        else if (what == "release") release();
        else if (what == "health") health();
        else if (what == "quit") loop_.stop();
        else say({{"error", "unknown command " + what}});
    }

private:
    Deadline soon() const { return loop_.now() + std::chrono::seconds(2); }

    iq::StreamSpec stream_from(const json& command) const {
        iq::StreamSpec stream;
        for (const auto& p : command.at("payloads"))
            stream.payloads.push_back(
                {p.at("access"), p.at("core"), p.at("encoding"), p.at("rate"), p.value("core_rate", 0U)});
        stream.core_remote = iq::CoreRemote{echo_.rtp(), echo_.rtcp()};
        return stream;
    }

    static std::optional<iq::AccessRemote> remote_from(const json& command) {
        if (!command.contains("ufrag")) return std::nullopt;
        return iq::AccessRemote{transport_from(command), command.value("role", "server") == "client"
                                                             ? w3::DtlsRole::client
                                                             : w3::DtlsRole::server};
    }

    void expect_events(const json& command) {
        for (const auto& p : command.at("payloads"))
            if (p.at("encoding") == "telephone-event") echo_.expect_events(p.at("core"));
    }

    void configure(const json& command) {
        iq::ConfigureRequest request;
        request.context = context_;
        request.access_remote = remote_from(command);
        request.streams = {stream_from(command)};
        operation_ = async<iq::Configured>(
            loop_, soon(), [&](Deadline d, Completion<iq::Configured> done) { agw_->configure(request, d, done); },
            [](Result<iq::Configured> done) {
                if (!done) return say({{"error", done.error().text}});
                say({{"configured", true}});
            });
    }

    void reserve(const json& command) {
        expect_events(command);
        iq::ReserveRequest request;
        request.trail = TrailId::create();
        request.access_remote = remote_from(command);
        request.streams = {stream_from(command)};
        operation_ = async<iq::Reserved>(
            loop_, soon(), [&](Deadline d, Completion<iq::Reserved> done) { agw_->reserve(request, d, done); },
            [this](Result<iq::Reserved> reserved) {
                if (!reserved) return say({{"error", reserved.error().text}});
                context_ = reserved->context;
                echo_.call(reserved->core[0].rtp, reserved->core[0].rtcp);
                const auto& access = reserved->access;
                say({{"reserved", true},
                     {"ip", reserved->access_address.ip},
                     {"port", reserved->access_address.port},
                     {"priority", access.candidates[0].priority},
                     {"ufrag", access.ice.ufrag},
                     {"pwd", access.ice.pwd},
                     {"hash", access.fingerprints[0].hash},
                     {"fingerprint", access.fingerprints[0].value}});
            });
    }

    void heard() {
        const auto& h = echo_.heard();
        json types = json::object();
        for (const auto& [type, n] : h.payload_types) types[std::to_string(type)] = n;
        json events = json::array();
        for (const auto& e : h.events)
            events.push_back({{"timestamp", e.timestamp},
                              {"event", e.event},
                              {"duration", e.duration},
                              {"marker", e.marker},
                              {"end_packets", e.end_packets}});
        say({{"heard", true},
             {"packets", h.packets},
             {"lost", h.lost},
             {"own_ssrc", h.own_ssrc},
             {"ssrc", h.ssrc},
             {"payload_types", types},
             {"sender_reports", h.sender_reports},
             {"reports_on_us", h.receiver_reports_on_us},
             {"reports_on_others", h.reports_on_others},
             {"other_rtcp", h.other_rtcp},
             {"highest_reported", h.highest_reported},
             {"last_sequence_sent", h.last_sequence_sent},
             {"cnames", h.cnames},
             {"events", events},
             {"srtp_unauthentic", host_.counted("agw.srtp_unauthentic")},
             {"srtp_replayed", host_.counted("agw.srtp_replayed")},
             {"payload_unmapped", host_.counted("agw.payload_unmapped")}});
    }

    void release() {
        operation_ = async<iq::Released>(
            loop_, soon(),
            [&](Deadline d, Completion<iq::Released> done) {
                agw_->release({TrailId(), context_}, d, done);
            },
            [](Result<iq::Released> released) {
                if (!released) return say({{"error", released.error().text}});
                const auto& s = released->streams.at(0);
                say({{"released", true}, {"to_core", s.packets_to_core}, {"to_access", s.packets_to_access}});
            });
    }

    static json figures(const media::TerminationStatistics& t) {
        const auto ms = [](const std::optional<Duration>& span) {
            return span ? json(std::chrono::duration<double, std::milli>(*span).count()) : json();
        };
        return {{"received", t.packets_received},
                {"sent", t.packets_sent},
                {"lost", t.packets_lost},
                {"peer_lost", t.peer ? json(t.peer->packets_lost) : json()},
                {"jitter_ms", ms(t.jitter)},
                {"round_trip_ms", ms(t.round_trip)},
                {"mos", t.mos ? json(*t.mos) : json()}};
    }

    void statistics() {
        const auto reports = agw_->statistics(context_);
        if (reports.empty()) return say({{"error", "no statistics"}});
        say({{"statistics", true}, {"access", figures(reports[0].access)}, {"core", figures(reports[0].core)}});
    }

    void health() {
        const auto health = agw_->health();
        say({{"health", true}, {"contexts", health.contexts}, {"core_ports_free", health.core_ports_free}});
    }

    EventLoop& loop_;
    Host host_;
    const std::string ip_;
    test::RtpEcho echo_;
    std::unique_ptr<media::ImsAgw> agw_;
    Operation operation_;
    iq::ContextId context_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    EventLoop loop;
    MediaAlone host(loop, json::parse(argc > 1 ? argv[1] : "{}"));
    std::string pending;
    loop.watch(STDIN_FILENO, EPOLLIN, [&](std::uint32_t) {
        char block[4096];
        const ssize_t n = read(STDIN_FILENO, block, sizeof block);
        if (n <= 0) return loop.stop();
        pending.append(block, static_cast<std::size_t>(n));
        for (auto end = pending.find('\n'); end != std::string::npos; end = pending.find('\n')) {
            const json command = json::parse(pending.substr(0, end), nullptr, false);
            pending.erase(0, end + 1);
            if (command.is_object() && command.contains("do")) host.run(command);
            else say({{"error", "a command is one line of JSON"}});
        }
    });
    say({{"ready", true}});
    loop.run();
}
