// SPDX-License-Identifier: Apache-2.0
// An INVITE as the S-CSCF of a block sends it to the block's P-CSCF, and all that comes back.
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';

const sdp = (ip) => `v=0\r\no=- 1 1 IN IP4 ${ip}\r\ns=-\r\nc=IN IP4 ${ip}\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n`;
const statusOf = (message) => Number(/^SIP\/2\.0 (\d+)/.exec(message)?.[1] ?? 0);

// From a free port of `ip`, which the P-CSCF at `mw` ({ip, port}) must trust. Resolves after `ms` with the responses.
export function callOnMw({ ip, mw, called, ms }) {
  const socket = createSocket('udp4');
  const id = randomBytes(8).toString('hex');
  const responses = [];
  return new Promise((done) => socket.bind(0, ip, () => {
    const { port } = socket.address();
    const at = Date.now();
    const message = (method, extra, body = '') => [
      `${method} sip:block@${mw.ip}:${mw.port} SIP/2.0`, `Via: SIP/2.0/UDP ${ip}:${port};branch=z9hG4bK${id}`,
      `Route: <sip:term@${mw.ip}:${mw.port};lr>`, 'Max-Forwards: 60', `From: <sip:carol@other.example>;tag=${id}`,
      `Call-ID: ${id}@${ip}`, `CSeq: 1 ${method}`, ...extra, `Content-Length: ${body.length}`, '', body].join('\r\n');
    const send = (text) => socket.send(text, mw.port, mw.ip);
    socket.on('message', (octets) => {
      const text = String(octets);
      responses.push({ status: statusOf(text), ms: Date.now() - at });
      if (statusOf(text) >= 200) send(message('ACK', [/^To: .*$/im.exec(text)[0].trim()]));
    });
    send(message('INVITE', [`To: <${called}>`, `Contact: <sip:carol@${ip}:${port}>`, 'P-Asserted-Identity: <sip:carol@other.example>',
      `P-Called-Party-ID: <${called}>`, `P-Charging-Vector: icid-value=${id}`, 'Content-Type: application/sdp'], sdp(ip)));
    setTimeout(() => { socket.close(); done(responses); }, ms);
  }));
}
