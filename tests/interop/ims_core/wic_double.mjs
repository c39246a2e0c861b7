// SPDX-License-Identifier: Apache-2.0
// A WIC without media: registers on a secure WebSocket and answers calls at once, with a description as a browser's. For calls
// that come faster than a page can take them.
import { randomBytes, randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { addressOf, sipField } from '../support/wic_page.mjs';

const random = (n) => randomBytes(n).toString('hex');

export class WicDouble {
  calls = 0;   // INVITEs that began one
  problems = [];
  ringMs = 50;  // before it answers: a core with several workers may turn 180 and 200 round. Infinity: it only rings
  #host = `${random(6)}.invalid`;
  #fingerprint = randomBytes(32).toString('hex').toUpperCase().match(/../g).join(':');
  #ringing = new Map();  // by Call-ID: what takes a CANCEL
  #tags = new Map();
  #registered = null;

  static connect(url, { ca, origin }) {
    const wic = new WicDouble();
    wic.socket = new WebSocket(url, ['sip'], { ca, headers: { Origin: origin } });
    wic.socket.on('message', (data) => wic.#take(data.toString()));
    return new Promise((done, fail) => wic.socket.once('open', () => done(wic)).once('error', fail));
  }

  // The status of the answer to a REGISTER.
  register(identity, token) {
    const domain = identity.split('@')[1];
    this.socket.send([
      `REGISTER sip:${domain} SIP/2.0`, `Via: SIP/2.0/WSS ${this.#host};branch=z9hG4bK${random(8)}`, 'Max-Forwards: 70',
      `To: <${identity}>`, `From: <${identity}>;tag=${random(5)}`, `Call-ID: ${random(8)}`, 'CSeq: 1 REGISTER',
      `Contact: <sip:double@${this.#host};transport=ws>;reg-id=1;+sip.instance="<urn:uuid:${randomUUID()}>";expires=600`,
      'Supported: path, gruu, outbound', `Authorization: Bearer ${token}`, 'Content-Length: 0', '', ''].join('\r\n'));
    return new Promise((done) => { this.#registered = done; });
  }

  #description(offer) {
    const mid = /^a=mid:(\S+)/m.exec(offer)?.[1] ?? '0';
    return ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', `a=group:BUNDLE ${mid}`, 'm=audio 9 UDP/TLS/RTP/SAVPF 8',
      'c=IN IP4 0.0.0.0', `a=mid:${mid}`, 'a=ice-ufrag:dble', 'a=ice-pwd:doubledoubledoubledouble',
      `a=fingerprint:sha-256 ${this.#fingerprint}`, `a=setup:${offer ? 'active' : 'actpass'}`, 'a=rtcp-mux', 'a=sendrecv',
      'a=rtpmap:8 PCMA/8000', ''].join('\r\n');
  }

  #respond(request, status, { body = '', headers = [] } = {}) {
    const callId = sipField(request, 'Call-ID');
    if (!this.#tags.has(callId)) this.#tags.set(callId, random(5));
    const to = sipField(request, 'To');
    const lines = [`SIP/2.0 ${status}`];
    for (const [line] of request.matchAll(/^(Via|From|Call-ID|CSeq|Record-Route):.*$/gim)) lines.push(line.trim());
    lines.push(`To: ${to.includes('tag=') ? to : `${to};tag=${this.#tags.get(callId)}`}`,
      `Contact: <sip:double@${this.#host};transport=ws>`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`, '', body);
    this.socket.send(lines.join('\r\n'));
  }

  #take(text) {
    const [method] = text.split(' ', 1);
    const callId = sipField(text, 'Call-ID');
    if (method === 'SIP/2.0') {
      if (/REGISTER/.test(sipField(text, 'CSeq'))) this.#registered?.(Number(text.split(' ')[1]));
    } else if (method === 'INVITE') {
      this.#invited(text, callId);
    } else if (method === 'CANCEL') {
      this.#respond(text, '200 OK');
      this.#ringing.get(callId)?.();
    } else if (method === 'BYE') {
      this.#respond(text, '200 OK');
      this.#ringing.get(callId)?.();
    } else if (method !== 'ACK') {
      this.#respond(text, '405 Method Not Allowed');
    }
  }

  #invited(invite, callId) {
    const again = sipField(invite, 'To').includes('tag=');
    const accept = () => {
      this.#ringing.delete(callId);
      const offer = invite.slice(invite.indexOf('\r\n\r\n') + 4);
      this.#respond(invite, '200 OK', { body: this.#description(offer), headers: ['Content-Type: application/sdp'] });
    };
    if (again) return accept();
    this.calls += 1;
    this.caller = addressOf(sipField(invite, 'From'));
    this.#respond(invite, '180 Ringing');
    const timer = this.ringMs === Infinity ? null : setTimeout(accept, this.ringMs);
    this.#ringing.set(callId, () => {
      clearTimeout(timer);
      this.#ringing.delete(callId);
      this.#respond(invite, '487 Request Terminated');
    });

  }

  close() { this.socket.close(); }
}
