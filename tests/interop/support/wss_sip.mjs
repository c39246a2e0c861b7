// SPDX-License-Identifier: Apache-2.0
// A SIP client on a secure WebSocket that sends what it is told, good or bad.
import { randomBytes, randomUUID } from 'node:crypto';
import WebSocket from 'ws';

const random = (n) => randomBytes(n).toString('hex');

const headersOf = (origin) => (origin === undefined ? {} : { Origin: origin });

// The HTTP status of a WebSocket handshake; 101 leaves nothing open.
export function handshakeStatus(url, { origin, ca, protocol = 'sip' } = {}) {
  return new Promise((done, fail) => {
    const socket = new WebSocket(url, protocol ? [protocol] : [], { ca, headers: headersOf(origin) });
    socket.on('open', () => { socket.close(); done(101); });
    socket.on('unexpected-response', (request, response) => { request.destroy(); done(response.statusCode); });
    socket.on('error', (error) => fail(error));
  });
}

export class WssSip {
  #waiting = new Map();  // by Call-ID and CSeq
  #callId = random(8);
  #cseq = 0;

  static connect(url, { origin, ca }) {
    return new Promise((done, fail) => {
      const socket = new WebSocket(url, ['sip'], { ca, headers: headersOf(origin) });
      socket.on('error', fail);
      socket.on('open', () => done(new WssSip(socket)));
    });
  }

  constructor(socket) {
    this.socket = socket;
    this.host = `${random(6)}.invalid`;
    this.instance = `<urn:uuid:${randomUUID()}>`;
    this.user = random(4);
    socket.on('message', (data) => this.#take(data.toString()));
    socket.on('close', () => { for (const answer of this.#waiting.values()) answer({ status: 0, text: 'closed' }); });
  }

  register(identity, { token, expires = 600, ms = 10000 } = {}) {
    const domain = identity.slice(identity.indexOf('@') + 1);
    const cseq = ++this.#cseq;
    const lines = [
      `REGISTER sip:${domain} SIP/2.0`,
      `Via: SIP/2.0/WSS ${this.host};branch=z9hG4bK${random(8)}`,
      'Max-Forwards: 69',
      `To: <${identity}>`,
      `From: <${identity}>;tag=${random(5)}`,
      `Call-ID: ${this.#callId}`,
      `CSeq: ${cseq} REGISTER`,
      `Contact: <sip:${this.user}@${this.host};transport=ws>;reg-id=1;+sip.instance="${this.instance}";expires=${expires}`,
      `Expires: ${expires}`,
      'Supported: path, gruu, outbound',
      ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
      'Content-Length: 0', '', '',
    ];
    return new Promise((done) => {
      const key = `${this.#callId} ${cseq}`;
      const timer = setTimeout(() => { this.#waiting.delete(key); done({ status: 0, text: 'no answer' }); }, ms);
      this.#waiting.set(key, (answer) => { clearTimeout(timer); this.#waiting.delete(key); done(answer); });
      this.socket.send(lines.join('\r\n'));
    });
  }

  #take(text) {
    const status = Number(/^SIP\/2\.0 (\d{3})/.exec(text)?.[1] ?? 0);
    if (status < 200) return;
    const callId = /^Call-ID:\s*(\S+)/im.exec(text)?.[1];
    const cseq = /^CSeq:\s*(\d+)/im.exec(text)?.[1];
    this.#waiting.get(`${callId} ${cseq}`)?.({ status, text });
  }

  close() { this.socket.close(); }
}
