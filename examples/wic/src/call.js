// SPDX-License-Identifier: Apache-2.0
// One call: a JsSIP session, its microphone and the sound that arrives.
import JsSIP from 'jssip';

import { forCancel, forCause, forReason, forStatus } from './reasons.js';

const PATH_PATIENCE = 2000; // ms without a sign of the gateway after which a new path is asked for
const GATHER_AT_MOST = 1000; // ms after the first candidate; an ICE-lite peer needs only one

/**
 * Listeners (set `listener` before anything happens):
 *   onState('calling' | 'ringing' | 'incoming' | 'active' | 'ended', text)
 *   onHold()                who holds the call has changed: see `held`
 *   onRemoteStream(stream), onRemotePicture(stream)
 */
export class Call {
  listener = { onState() {}, onHold() {}, onRemoteStream() {}, onRemotePicture() {} };
  microphoneStream;
  startedAt = 0;
  state;
  /** Why it is over: 'answered' | 'elsewhere' | 'missed' | 'declined' | 'failed' | 'cancelled'. */
  outcome = '';

  #session;
  #pcConfig;
  #gathering = { ready: null, timer: null };
  #pathTimer = null;
  #cut = false;  // the socket was lost since the last exchange of offer and answer

  static microphone({ video = false } = {}) {
    if (!navigator.mediaDevices) return Promise.reject(new DOMException('no media devices', 'NotFoundError'));
    return navigator.mediaDevices.getUserMedia({ audio: true, video });
  }

  constructor(session, pcConfig, microphone = null) {
    this.#session = session;
    this.#pcConfig = pcConfig;
    this.microphoneStream = microphone;
    this.state = session.direction === 'incoming' ? 'incoming' : 'calling';
    this.#listen();
  }

  get incoming() { return this.#session.direction === 'incoming'; }
  get ended() { return this.state === 'ended'; }
  /** 'none' | 'us' | 'them' | 'both' */
  get held() {
    const { local, remote } = this.#session.isOnHold();
    if (local) return remote ? 'both' : 'us';
    return remote ? 'them' : 'none';
  }
  get muted() { return Boolean(this.#session.isMuted().audio); }
  get peerName() { return this.#session.remote_identity?.display_name || ''; }
  get peerUri() { return String(this.#session.remote_identity?.uri ?? ''); }

  /** Throws what getUserMedia throws; the call then still rings. */
  async accept() {
    this.microphoneStream = await Call.microphone();
    if (this.ended) return this.#release();
    this.#session.answer({ mediaStream: this.microphoneStream, pcConfig: this.#pcConfig });
  }

  /** Declines, cancels or hangs up, whichever fits. */
  end() {
    if (this.ended) return;
    const declines = this.state === 'incoming' && !this.#session.isEstablished();
    this.#session.terminate(declines ? { status_code: 603, reason_phrase: 'Decline' } : {});
  }

  refuseBusy() { this.#session.terminate({ status_code: 486, reason_phrase: 'Busy Here' }); }

  setMuted(muted) { muted ? this.#session.mute({ audio: true }) : this.#session.unmute({ audio: true }); }

  /** False when it cannot be done right now, because an earlier change is still on its way. */
  setHeld(held) {
    if (this.state !== 'active') return false;
    return held ? this.#session.hold() : this.#session.unhold();
  }

  /** The socket is gone. A call that is set up goes on by its own path; one that rings here cannot be answered any more. */
  connectionLost() {
    this.#cut = true;
    if (this.state === 'incoming') this.#session.terminate({ status_code: 480 });
  }

  /**
   * Registered again: an offer finds out whether the call still exists, repeats what the old socket lost, and makes a new
   * path for the sound if the old one broke too. (WIC-13)
   */
  connectionBack() {
    if (!this.#cut || this.state !== 'active') return;
    const { iceConnectionState } = this.#session.connection;
    const iceRestart = iceConnectionState === 'failed' || iceConnectionState === 'disconnected';
    if (this.#session.renegotiate({ rtcOfferConstraints: { iceRestart } })) this.#cut = false;
  }

  sendTone(tone) {
    if (this.state !== 'active') return;
    this.#session.sendDTMF(tone, { transportType: JsSIP.C.DTMF_TRANSPORT.RFC2833, duration: 160, interToneGap: 70 });
  }

  #listen() {
    const session = this.#session;
    if (session.connection) this.#watch(session.connection);
    else session.on('peerconnection', ({ peerconnection }) => this.#watch(peerconnection));
    session.on('icecandidate', ({ ready }) => this.#gatherUntil(ready));
    session.on('progress', ({ originator }) => { if (originator === 'remote') this.#change('ringing'); });
    session.on('accepted', () => {
      this.startedAt = Date.now();
      this.#change('active');
    });
    session.on('ended', (data) => this.#finish(this.#whyEnded(data)));
    session.on('failed', (data) => this.#finish(this.#whyFailed(data)));
    for (const change of ['hold', 'unhold']) session.on(change, () => this.listener.onHold());
    // JsSIP ends a call with the first request that the socket loses; an established one goes on without it.
    const end = session.onTransportError.bind(session);
    session.onTransportError = () => {
      this.#cut = true;
      if (!session.isEstablished()) end();
    };
  }

  #gatherUntil(ready) {
    if (this.#gathering.ready === ready) return;
    clearTimeout(this.#gathering.timer);
    this.#gathering = { ready, timer: setTimeout(ready, GATHER_AT_MOST) };
  }

  // The network changed under the call: an ICE restart finds a path again, while the signalling still works.
  #watchPath(connection) {
    clearTimeout(this.#pathTimer);
    const { iceConnectionState } = connection;
    if (iceConnectionState !== 'disconnected' && iceConnectionState !== 'failed') return;
    this.#pathTimer = setTimeout(() => {
      if (this.state !== 'active' || this.#cut) return; // connectionBack() does it
      this.#session.renegotiate({ rtcOfferConstraints: { iceRestart: true } });
      this.#watchPath(connection);
    }, PATH_PATIENCE);
  }

  #watch(connection) {
    connection.addEventListener('iceconnectionstatechange', () => this.#watchPath(connection));
    connection.addEventListener('track', ({ track }) => {
      const stream = new MediaStream([track]);
      if (track.kind === 'video') track.addEventListener('unmute', () => this.listener.onRemotePicture(stream), { once: true });
      else this.listener.onRemoteStream(stream);
    });
  }

  #whyEnded({ originator, message, cause }) {
    this.outcome = 'answered';
    if (originator === 'local' && cause === JsSIP.C.causes.BYE) return 'You hung up.';
    if (originator === 'local') return forCause(cause);
    if (originator === 'system') return forCause(cause);
    return forReason(message?.getHeader?.('Reason')) || 'They hung up.';
  }

  #whyFailed({ originator, message, cause }) {
    const { CANCELED, CONNECTION_ERROR, REJECTED } = JsSIP.C.causes;
    this.outcome = this.incoming ? 'missed' : 'failed';
    if (this.#cut) return forCause(CONNECTION_ERROR);
    if (originator === 'local' && cause === CANCELED) {
      this.outcome = 'cancelled';
      return 'You cancelled the call.';
    }
    if (originator === 'local' && cause === REJECTED) {
      this.outcome = 'declined';
      return 'You declined the call.';
    }
    if (this.incoming && cause === CANCELED) {
      const { text, elsewhere } = forCancel(message?.getHeader?.('Reason'));
      if (elsewhere) this.outcome = 'elsewhere';
      return text;
    }
    if (message?.status_code) return forStatus(message.status_code, message.reason_phrase);
    return forCause(cause);
  }

  #change(state, text = '') {
    if (this.ended || this.state === state) return;
    if (this.state === 'active' && state !== 'ended') return;
    this.state = state;
    this.listener.onState(state, text);
  }

  #finish(text) {
    clearTimeout(this.#gathering.timer);
    clearTimeout(this.#pathTimer);
    this.#release();
    this.#change('ended', text);
  }

  #release() { this.microphoneStream?.getTracks().forEach((track) => track.stop()); }
}
