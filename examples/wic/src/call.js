// SPDX-License-Identifier: Apache-2.0
// One call: a JsSIP session, its microphone and the sound that arrives.
import JsSIP from 'jssip';

import { forCause, forReason, forStatus } from './reasons.js';

const GATHER_AT_MOST = 1000; // ms after the first candidate; an ICE-lite peer needs only one

/**
 * Listeners (set `listener` before anything happens):
 *   onState('calling' | 'ringing' | 'incoming' | 'active' | 'ended', text)
 *   onRemoteStream(stream)
 */
export class Call {
  listener = { onState() {}, onRemoteStream() {} };
  microphoneStream;
  startedAt = 0;
  state;

  #session;
  #pcConfig;
  #gathering = null;

  static microphone() {
    if (!navigator.mediaDevices) return Promise.reject(new DOMException('no media devices', 'NotFoundError'));
    return navigator.mediaDevices.getUserMedia({ audio: true, video: false });
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

  sendTone(tone) {
    if (this.state !== 'active') return;
    this.#session.sendDTMF(tone, { transportType: JsSIP.C.DTMF_TRANSPORT.RFC2833, duration: 160, interToneGap: 70 });
  }

  #listen() {
    const session = this.#session;
    if (session.connection) this.#watch(session.connection);
    else session.on('peerconnection', ({ peerconnection }) => this.#watch(peerconnection));
    session.on('icecandidate', ({ ready }) => { this.#gathering ??= setTimeout(ready, GATHER_AT_MOST); });
    session.on('progress', ({ originator }) => { if (originator === 'remote') this.#change('ringing'); });
    session.on('accepted', () => {
      this.startedAt = Date.now();
      this.#change('active');
    });
    session.on('ended', (data) => this.#finish(this.#whyEnded(data)));
    session.on('failed', (data) => this.#finish(this.#whyFailed(data)));
  }

  #watch(connection) {
    connection.addEventListener('track', ({ track, streams }) =>
      this.listener.onRemoteStream(streams[0] ?? new MediaStream([track])));
  }

  #whyEnded({ originator, message, cause }) {
    if (originator === 'local') return 'You hung up.';
    if (originator === 'system') return forCause(cause);
    return forReason(message?.getHeader?.('Reason')) || 'They hung up.';
  }

  #whyFailed({ originator, message, cause }) {
    if (originator === 'local' && cause === JsSIP.C.causes.CANCELED) return 'You cancelled the call.';
    if (originator === 'local' && cause === JsSIP.C.causes.REJECTED) return 'You declined the call.';
    if (this.incoming && cause === JsSIP.C.causes.CANCELED) return 'You missed this call.';
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
    clearTimeout(this.#gathering);
    this.#release();
    this.#change('ended', text);
  }

  #release() { this.microphoneStream?.getTracks().forEach((track) => track.stop()); }
}
