// SPDX-License-Identifier: Apache-2.0
#include "media/iq/worker.hpp"

#include <sys/epoll.h>

#include <utility>

#include "common/core/random.hpp"

namespace wims::media {

namespace {

constexpr int rounds_a_turn = 8;  // batches read from one socket before the others get their turn

Error no_such_context(iq::ContextId id) { return {ErrorKind::not_found, "no context " + std::to_string(id), 481}; }

}  // namespace

Result<std::unique_ptr<Worker>> Worker::create(const ImsAgwConfig& config, EventLoop& loop, LogSink& log,
                                               Metrics& metrics, std::shared_ptr<Listening> listening) {
    std::unique_ptr<Worker> worker(new Worker(config, loop, log, metrics, std::move(listening)));
    if (auto ok = worker->open(); !ok) return ok.error();
    return worker;
}

Worker::Worker(const ImsAgwConfig& config, EventLoop& loop, LogSink& log, Metrics& metrics,
               std::shared_ptr<Listening> listening)
    : config_(config), loop_(loop), log_sink_(log), log_(log, "ims-agw"), metrics_(metrics),
      listening_(std::move(listening)), ports_(config.core_port_min, config.core_port_max), dispatcher_(metrics),
      handshakes_(metrics) {}

Worker::~Worker() = default;

Result<void> Worker::open() {
    const auto usage = [](std::string text) { return Error{ErrorKind::usage, std::move(text), 0}; };
    const auto core = IpEndpoint::from({config_.core_ip, 0});
    if (!core) return usage("core_ip is not numeric: " + config_.core_ip);
    if (ports_.free_pairs() == 0) return usage("the core port range holds no even/odd pair");
    for (const auto dscp : {config_.dscp_audio, config_.dscp_video, config_.dscp_w3})
        if (dscp > 63) return usage("a DSCP is 0 to 63: " + std::to_string(dscp));
    core_ip_ = *core;

    auto dtls = dtls::Endpoint::create(loop_.wall_now());
    if (!dtls) return dtls.error();
    dtls_ = std::move(*dtls);
    auto srtp = srtp::make_backend(config_.srtp);
    if (!srtp) return srtp.error();
    srtp_ = std::move(*srtp);
    shared_.reset(new engine::Shared{*dtls_, *srtp_, metrics_, config_.consent, config_.consent_loss,
                                     config_.dtls_setup, config_.media_inactivity, config_.codecs,
                                     loop_.wall_now() - loop_.now().time_since_epoch(), config_.core_latching});
    if (config_.traversal) {
        auto agents = make_full_agents(*config_.traversal, config_.w3.bind.ip, loop_);
        if (!agents) return agents.error();
        agents_ = std::move(*agents);
    }
    auto access = AccessSockets::bind(config_);
    if (!access) return access.error();
    access_ = std::move(*access);
    return {};
}

void Worker::start() {
    for (const auto& socket : access_.udp())
        loop_.watch(socket.fd(), EPOLLIN, [this, fd = socket.fd()](std::uint32_t) { access_readable(fd); });
    access_.start(loop_, config_.contexts, metrics_, *this);
    log_.info("media gateway is up", {{"w3", to_string(access_address())}, {"core", config_.core_ip}});
}

void Worker::stop() {
    stopped_ = true;
    for (const auto& socket : access_.udp()) loop_.unwatch(socket.fd());
    while (!sessions_.empty()) abandon(sessions_.begin()->first);
    agents_.reset();
    access_.stop();
}

void Worker::reserve(const iq::ReserveRequest& request, const Completion<iq::Reserved>& done) {
    const Logger log = log_.with(request.trail);
    const auto session = open_session(request, log);
    if (!session) {
        count(metrics_, Counter::reserve_refused);
        log.warning("reserve refused", {{"reason", session.error().text}});
        if (session.error().kind == ErrorKind::limit) exhausted(session.error());
        return done(session.error());
    }
    const auto id = (*session)->id();
    if (!agents_) return reserved(id, request, done);
    (*session)->when_gathered(config_.traversal->gathering, [this, id, request, done] {
        if (done.abandoned()) return loop_.post([this, id] { abandon(id); });
        if (request.access_remote) sessions_.at(id)->agent()->set_remote(request.access_remote->transport);
        reserved(id, request, done);
    });
}

Result<Session*> Worker::open_session(const iq::ReserveRequest& request, const Logger& log) {
    if (auto ok = engine::Context::check(request, config_.codecs); !ok) return ok.error();
    if (stopped_) return Error{ErrorKind::cancelled, "the gateway is going down", 503};
    if (!listening_->knows(request.owner))
        return Error{ErrorKind::cancelled, "the owner is gone, or has not begun with notify", 503};
    if (sessions_.size() >= config_.contexts)
        return Error{ErrorKind::limit, "all " + std::to_string(config_.contexts) + " contexts are taken", 503};
    auto ports = bind_ports(request.streams);
    if (!ports) return ports.error();

    iq::ContextId id = 0;
    while (id == 0 || sessions_.contains(id)) id = random_u64();
    auto session = std::make_unique<Session>(id, request.owner, Session::Ways{access_, burst_, reader_},
                                             std::move(*ports), log, metrics_, listening_, loop_);
    // 62^12 ufrags: no two of a worker's contexts meet. [RFC 8445 5.3]
    w3::IceCredentials credentials{random_token(12), random_token(24)};
    session->own(
        std::make_unique<engine::Context>(*shared_, request, std::move(credentials), log, *session, loop_.now()));
    // Who offers is controlling. [RFC 8445 6.1.1]
    if (agents_)
        if (auto ok = session->traverse(*agents_, !request.access_remote); !ok) {
            give_back(session->ports());
            return ok.error();
        }
    session->context().show_on(board_, id);
    dispatcher_.add(session->context());
    watch(*session);
    Session& kept = *sessions_.emplace(id, std::move(session)).first->second;
    kept.asked(config_.hanging_termination);
    return &kept;
}

void Worker::reserved(iq::ContextId id, const iq::ReserveRequest& request, const Completion<iq::Reserved>& done) {
    Session& session = *sessions_.at(id);
    count(metrics_, Counter::contexts_reserved);
    metrics_.gauge("agw.contexts", static_cast<std::int64_t>(sessions_.size()));
    const auto described = describe(session, request);
    session.log().info("context reserved",
                       {{"context", std::to_string(id)}, {"core", to_string(described.core.front().rtp)}});
    done(described);
}

void Worker::exhausted(const Error& error) {
    if (std::exchange(exhausted_, true)) return;
    count(metrics_, Counter::resources_exhausted);
    Listening::tell_all(listening_, {iq::EventKind::resources_exhausted, 0, error.text, {}});
}

/// A tenth of the contexts and of the ports is free again.
bool Worker::recovered() const {
    const std::size_t pairs = (config_.core_port_max - config_.core_port_min + 1U) / 2;
    return 10 * sessions_.size() <= 9 * config_.contexts && 10 * ports_.free_pairs() >= pairs;
}

Result<std::vector<Session::Ports>> Worker::bind_ports(const std::vector<iq::StreamSpec>& streams) {
    std::vector<Session::Ports> bound;
    for (const auto& stream : streams) {
        auto pair = bind_pair(stream.media == iq::MediaType::video ? config_.dscp_video : config_.dscp_audio);
        if (!pair) {
            give_back(bound);
            return pair.error();
        }
        bound.push_back(std::move(*pair));
    }
    return bound;
}

Result<Session::Ports> Worker::bind_pair(std::uint8_t dscp) {
    for (std::size_t tries = ports_.free_pairs(); tries > 0; --tries) {
        const auto even = ports_.take();
        if (!even) break;
        IpEndpoint local = core_ip_;
        local.port = *even;
        auto rtp = core_leg::UdpSocket::bind(local);
        ++local.port;
        auto rtcp = core_leg::UdpSocket::bind(local);
        if (rtp && rtcp) {
            for (auto* socket : {&*rtp, &*rtcp}) socket->mark(dscp);
            return Session::Ports{std::move(*rtp), std::move(*rtcp), {}, {}};
        }
        ports_.give_back(*even);
        count(metrics_, Counter::core_port_taken);
    }
    return Error{ErrorKind::limit, "no core port pair is free", 503};
}

void Worker::give_back(const std::vector<Session::Ports>& ports) {
    for (const auto& pair : ports) ports_.give_back(pair.rtp.local().port);
}

iq::Reserved Worker::describe(Session& session, const iq::ReserveRequest& request) const {
    iq::Reserved reserved;
    reserved.context = session.id();
    reserved.access_address = {config_.w3.advertised(), access_.local().port};
    reserved.access = session.context().local();
    describe_ice(session, reserved.access);
    if (session.agent() != nullptr && !reserved.access.candidates.empty())
        reserved.access_address = {reserved.access.candidates.back().address, reserved.access.candidates.back().port};
    const auto& ip = config_.core_advertised_ip.empty() ? config_.core_ip : config_.core_advertised_ip;
    for (std::size_t i = 0; i < request.streams.size(); ++i) {
        const auto& pair = session.ports()[i];
        reserved.core.push_back({request.streams[i].id, {ip, pair.rtp.local().port}, {ip, pair.rtcp.local().port}});
    }
    return reserved;
}

void Worker::describe_ice(Session& session, w3::TransportDescription& out) const {
    out.ice_lite = session.agent() == nullptr;
    out.candidates = out.ice_lite ? access_.candidates() : session.agent()->candidates();
}

void Worker::watch(Session& session) {
    for (std::size_t i = 0; i < session.ports().size(); ++i) {
        const auto& pair = session.ports()[i];
        loop_.watch(pair.rtp.fd(), EPOLLIN,
                    [this, &session, i](std::uint32_t) { core_readable(session, i, CorePort::rtp); });
        loop_.watch(pair.rtcp.fd(), EPOLLIN,
                    [this, &session, i](std::uint32_t) { core_readable(session, i, CorePort::rtcp); });
    }
}

Result<iq::Configured> Worker::configure(const iq::ConfigureRequest& request) {
    const auto it = sessions_.find(request.context);
    const bool known = it != sessions_.end();
    auto done = known ? dispatcher_.configure(it->second->context(), request, loop_.now())
                      : Result<iq::Configured>(no_such_context(request.context));
    if (!done) {
        count(metrics_, Counter::configure_refused);
        const Logger log = known ? it->second->log() : log_.with(request.trail);
        log.warning("configure refused", {{"reason", done.error().text}});
        return done.error();
    }
    Session& session = *it->second;
    session.plan();
    session.asked(config_.hanging_termination);
    if (done->access) {
        if (session.agent() != nullptr) session.agent()->restart(done->access->ice);
        describe_ice(session, *done->access);
    }
    if (session.agent() != nullptr && request.access_remote)
        session.agent()->set_remote(request.access_remote->transport);
    return done;
}

Result<iq::Released> Worker::release(const iq::ReleaseRequest& request) {
    const auto it = sessions_.find(request.context);
    if (it == sessions_.end()) return no_such_context(request.context);
    const Logger log = it->second->log();
    iq::Released released{it->second->context().release()};
    end(*it->second);
    count(metrics_, Counter::contexts_released);
    metrics_.gauge("agw.contexts", static_cast<std::int64_t>(sessions_.size()));
    std::uint64_t to_core = 0, to_access = 0;
    for (const auto& stream : released.streams) {
        to_core += stream.packets_to_core;
        to_access += stream.packets_to_access;
    }
    log.info("context released", {{"context", std::to_string(request.context)},
                                  {"packets-to-core", std::to_string(to_core)},
                                  {"packets-to-access", std::to_string(to_access)}});
    return released;
}

void Worker::abandon(iq::ContextId id) {
    const auto it = sessions_.find(id);
    if (it == sessions_.end()) return;
    it->second->context().release();
    end(*it->second);
}

void Worker::release_all(iq::OwnerId owner) {
    std::vector<iq::ContextId> left;
    for (const auto& [id, session] : sessions_)
        if (session->owner() == owner) left.push_back(id);
    for (const auto id : left) release({TrailId(), id}).ok();
    if (left.empty()) return;
    count(metrics_, Counter::contexts_orphaned, left.size());
    log_.warning("an owner is gone", {{"contexts-released", std::to_string(left.size())}});
}

void Worker::end(Session& session) {
    for (const auto& pair : session.ports()) {
        loop_.unwatch(pair.rtp.fd());
        loop_.unwatch(pair.rtcp.fd());
    }
    give_back(session.ports());
    dispatcher_.remove(session.context());
    sessions_.erase(session.id());
    if (exhausted_ && recovered()) exhausted_ = false;
}

ImsAgw::Health Worker::health() const { return {sessions_.size(), ports_.free_ports(), access_address()}; }

void Worker::receive_access(Packet& packet, const IpEndpoint& from, TimePoint now) {
    if (HandshakeQueue::concerns(packet.octets()) && dispatcher_.bound(from)) {
        if (handshakes_.idle()) loop_.post([this] { handshake_round(); });
        if (!handshakes_.admit(packet.octets(), from)) return;
    }
    handle_access(packet, from, now);
}

void Worker::handshake_round() {
    for (auto& waiting : handshakes_.next_round()) {
        Packet packet{waiting.octets.data(), waiting.octets.size(), waiting.octets.size()};
        handle_access(packet, waiting.from, loop_.now());
    }
    if (!handshakes_.idle()) loop_.post([this] { handshake_round(); });
}

void Worker::handle_access(Packet& packet, const IpEndpoint& from, TimePoint now) {
    const auto outcome = dispatcher_.receive(packet, from, now);
    if (outcome.context != nullptr) Session::of(*outcome.context).plan();
    if (outcome.refusal && !access_.send(outcome.refusal->octets(), from)) count(metrics_, Counter::send_failed);
}

/// After a batch was relayed: its slots are free from here on.
void Worker::flush(std::size_t packets, TimePoint now) {
    if (!burst_.flush()) count(metrics_, Counter::send_failed);
    loop_.rest(gathering_.after(packets, now));
}

void Worker::access_readable(int fd) {
    for (int round = 0; round < rounds_a_turn; ++round) {
        const auto batch = reader_.read(fd);
        const TimePoint now = loop_.now();
        for (auto& received : batch) receive_access(received.packet, received.from, now);
        flush(batch.size(), now);
        if (batch.size() < core_leg::DatagramReader::batch) return;
    }
}

void Worker::core_readable(Session& session, std::size_t stream, CorePort port) {
    auto& pair = session.ports()[stream];
    const TimePoint now = loop_.now();
    const auto batch = port == CorePort::rtp ? reader_.read(pair.rtp.fd(), pair.rtp_read, now)
                                             : reader_.read(pair.rtcp.fd(), pair.rtcp_read, now);
    for (auto& received : batch) session.context().receive_core(stream, port, received.packet, received.from, now);
    if (session.context().transcodes()) session.plan();
    flush(batch.size(), now);
}

}  // namespace wims::media
