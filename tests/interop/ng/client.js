// SPDX-License-Identifier: Apache-2.0
// A JsSIP client without a human: globalThis.sipClient; what it is doing stands in <body data-registration data-call>.
import JsSIP from 'jssip';

const show = (what, state) => { document.body.dataset[what] = state; };
const mediaConstraints = { audio: true, video: false };

class SipClient {
  start({ uri, socket }) {
    this.agent = new JsSIP.UA({ uri, sockets: [new JsSIP.WebSocketInterface(socket)], session_timers: false });
    this.agent.on('registered', () => show('registration', 'registered'));
    this.agent.on('newRTCSession', ({ session, originator }) => this.#follow(session, originator));
    this.agent.start();
  }

  call(target) { this.agent.call(target, { mediaConstraints }); }
  answer() { this.session.answer({ mediaConstraints }); }
  hangUp() { this.session.terminate(); }
  hold() { return new Promise((done) => { this.session.hold({}, done); }); }
  resume() { return new Promise((done) => { this.session.unhold({}, done); }); }

  #follow(session, originator) {
    this.session = session;
    show('call', originator === 'remote' ? 'incoming' : 'calling');
    session.on('confirmed', () => show('call', 'active'));
    session.on('ended', () => show('call', 'ended'));
    session.on('failed', ({ cause }) => show('call', `failed-${cause.replace(/\W+/g, '-')}`));
  }
}

globalThis.sipClient = new SipClient();
