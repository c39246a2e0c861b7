// SPDX-License-Identifier: Apache-2.0
// The user agent: one JsSIP UA that stays registered, and the calls it makes and gets.
import JsSIP from 'jssip';

import { Call } from './call.js';
import { instanceId } from './instance.js';
import { forRegistration } from './reasons.js';
import { TokenKeeper } from './token.js';

const REGISTER_EXPIRES = 600; // seconds asked for; the network grants what the token allows
const RETRY_FIRST = 4;        // seconds
const RETRY_LAST = 60;

/**
 * Listeners, all on the page's thread:
 *   onState(state, text)   'connecting' | 'unreachable' | 'registering' | 'registered' | 'failed' | 'lost' | 'off'
 *   onIncoming(call)       a Call that rings here
 *   onLoggedOut()          the WWSF gives no token any more
 */
export class SipAgent {
  #ua;
  #tokens;
  #listener;
  #opened = false;        // the socket was open at least once
  #stopped = false;       // nothing is told any more
  #retriedToken = false;  // WIC-12: one fresh token for each refusal
  #retry = null;
  #retryDelay = RETRY_FIRST;
  #calls = new Set();     // that are not over

  constructor(bootstrap, fetchToken, listener) {
    this.#listener = listener;
    this.identity = bootstrap.identity;
    this.wss = bootstrap.wss;
    this.peerConnectionConfig = {
      iceServers: bootstrap.ice_servers ?? [],
      bundlePolicy: 'balanced',
      rtcpMuxPolicy: 'require',
    };
    this.#ua = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(bootstrap.wss)],
      uri: bootstrap.identity,
      instance_id: instanceId(),
      authorization_jwt: bearer(bootstrap.token),
      register: false,
      register_expires: REGISTER_EXPIRES,
      session_timers: true,
      connection_recovery_min_interval: 2,
      connection_recovery_max_interval: 30,
      user_agent: 'webrtc-ims-wic/0.1',
    });
    this.#tokens = new TokenKeeper(fetchToken, (token) => this.#ua.set('authorization_jwt', bearer(token)),
      () => this.#listener.onLoggedOut());
    this.#tokens.watch(bootstrap.expires_in);
    this.#listen();
  }

  get registered() { return this.#ua.isRegistered(); }

  start() { this.#ua.start(); }

  /** De-registers, ends every call and closes the socket; resolves when the network has answered or after `wait` ms. */
  async stop(wait = 2000) {
    this.#tokens.stop();
    clearTimeout(this.#retry);
    if (this.#ua.isRegistered()) {
      const gone = new Promise((resolve) => this.#ua.once('unregistered', resolve));
      this.#ua.terminateSessions();
      this.#ua.unregister();
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, wait))]);
    }
    this.#state('off');
    this.#stopped = true;
    this.#ua.stop();
  }

  /** For a page that goes away: no time to wait for answers. */
  leave() {
    this.#stopped = true;
    this.#ua.stop();
  }

  /** Throws what getUserMedia throws. */
  async call(uri, { video = false } = {}) {
    const microphone = await Call.microphone({ video });
    try {
      const session = this.#ua.call(uri, {
        mediaStream: microphone,
        pcConfig: this.peerConnectionConfig,
        rtcOfferConstraints: { offerToReceiveAudio: true, offerToReceiveVideo: video },
      });
      return this.#keep(session, new Call(session, this.peerConnectionConfig, microphone));
    } catch (error) {
      microphone.getTracks().forEach((track) => track.stop()); // nobody is called: nobody listens
      throw error;
    }
  }

  #listen() {
    const ua = this.#ua;
    ua.on('connecting', () => this.#state(this.#opened ? 'lost' : 'connecting'));
    ua.on('connected', () => {
      this.#opened = true;
      this.#register();
    });
    ua.on('disconnected', () => {
      clearTimeout(this.#retry);
      for (const call of this.#calls) call.connectionLost();
      if (!this.#opened) this.#state('unreachable');
      else this.#state('lost');
    });
    ua.on('registered', () => {
      this.#retriedToken = false;
      this.#retryDelay = RETRY_FIRST;
      this.#state('registered');
      for (const call of this.#calls) call.connectionBack();
    });
    ua.on('registrationExpiring', () => this.#renewAndRegister());
    ua.on('registrationFailed', ({ response, cause }) => this.#refused(response, cause));
    ua.on('newRTCSession', ({ originator, session }) => {
      if (originator === 'remote') this.#listener.onIncoming(this.#keep(session, new Call(session, this.peerConnectionConfig)));
    });
  }

  #keep(session, call) {
    this.#calls.add(call);
    for (const over of ['ended', 'failed']) session.on(over, () => this.#calls.delete(call));
    return call;
  }

  #register() {
    this.#state('registering');
    this.#ua.register();
  }

  async #renewAndRegister() {
    // Without a fresh token the old one is tried: only the network can say that it is spent.
    await this.#tokens.renew().catch(() => {});
    if (this.#ua.isConnected()) this.#ua.register();
  }

  #refused(response, cause) {
    const status = response?.status_code ?? 0;
    if (cause === JsSIP.C.causes.CONNECTION_ERROR) return; // 'disconnected' tells it
    if (status === 401 && !this.#retriedToken) {
      this.#retriedToken = true;
      this.#state('registering');
      this.#renewAndRegister();
      return;
    }
    this.#state('failed', forRegistration(status));
    if (status === 401 || status === 403) return;
    const asked = Number(response?.getHeader('Retry-After')) || 0;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => { if (this.#ua.isConnected()) this.#register(); },
      Math.max(asked, this.#retryDelay) * 1000);
    this.#retryDelay = Math.min(this.#retryDelay * 2, RETRY_LAST);
  }

  #state(state, text = '') { if (!this.#stopped) this.#listener.onState(state, text); }
}

const bearer = (token) => `Bearer ${token}`;
