// SPDX-License-Identifier: Apache-2.0
// A second WIC, on SIP.js: registers with the token that the WWSF gives, makes one call or takes one. The page's hands are
// globalThis.sipClient; what it is doing stands in <body data-registration data-call>.
import { Inviter, Registerer, RegistererState, SessionState, UserAgent } from 'sip.js';

const media = {
  constraints: { audio: true, video: false },
  iceGatheringTimeout: 500,
  peerConnectionConfiguration: { iceServers: [], bundlePolicy: 'balanced', rtcpMuxPolicy: 'require' },
};

async function ask(path, body) {
  const response = await fetch(path, body === undefined ? {} :
    { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

const show = (what, state) => { document.body.dataset[what] = state; };

class SipClient {
  #agent;
  #bearer;
  #registerer;
  #session;

  // `habits`: of a SIP.js UserAgent, such as hackViaTcp.
  async start({ username, password, habits = {} }) {
    await ask('/api/login', { username, password });
    const { identity, token, wss } = await ask('/api/bootstrap');
    this.#bearer = [`Authorization: Bearer ${token}`];
    this.#agent = new UserAgent({
      uri: UserAgent.makeURI(identity),
      transportOptions: { server: wss },
      sessionDescriptionHandlerFactoryOptions: media,
      delegate: { onInvite: (invitation) => this.#ring(invitation) },
      logBuiltinEnabled: false,
      ...habits,
    });
    await this.#agent.start();
    this.#registerer = new Registerer(this.#agent, { extraHeaders: this.#bearer, expires: 600 });
    this.#registerer.stateChange.addListener((state) =>
      show('registration', state === RegistererState.Registered ? 'registered' : 'off'));
    await this.#registerer.register({ requestDelegate: {
      onReject: ({ message }) => show('registration', `refused-${message.statusCode}`),
    } });
  }

  async call(target) {
    this.#follow(new Inviter(this.#agent, UserAgent.makeURI(target), { extraHeaders: this.#bearer }));
    show('call', 'calling');
    await this.#session.invite();
  }

  answer() { return this.#session.accept(); }
  hangUp() { return this.#session.bye({ requestOptions: { extraHeaders: this.#bearer } }); }

  async stop() {
    await this.#registerer.unregister({ requestOptions: { extraHeaders: this.#bearer } });
    await this.#agent.stop();
  }

  #ring(invitation) {
    this.#follow(invitation);
    show('call', 'incoming');
  }

  #follow(session) {
    this.#session = session;
    session.stateChange.addListener((state) => {
      if (state === SessionState.Established) show('call', 'active');
      else if (state === SessionState.Terminated) show('call', 'ended');
    });
  }
}

globalThis.sipClient = new SipClient();
