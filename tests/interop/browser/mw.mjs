// SPDX-License-Identifier: Apache-2.0
// What may be seen of a WIC on Mw: the core's own copy of what it received.
import { sipField } from '../support/wic_page.mjs';

// ALG-10, from the requirements.
const neverOnCore = [
  'group', 'mid', 'bundle-only', 'rtcp-mux', 'rtcp-mux-only', 'rtcp-rsize', 'ice-', 'candidate', 'remote-candidates',
  'end-of-candidates', 'fingerprint', 'setup', 'tls-id', 'msid', 'msid-semantic', 'ssrc', 'ssrc-group', 'rid', 'simulcast',
  'extmap-allow-mixed', 'sctp-port', 'max-message-size', 'dcmap', 'dcsa', 'crypto',
];

// Registered header fields that these entities use. (EPC-20)
const standardFields = new Set([
  'Accept', 'Allow', 'Authorization', 'Call-ID', 'Contact', 'Content-Length', 'Content-Type', 'CSeq', 'Date', 'Event', 'Expires',
  'From', 'Max-Forwards', 'Min-SE', 'P-Access-Network-Info', 'P-Asserted-Identity', 'P-Called-Party-ID', 'P-Charging-Vector',
  'P-Profile-Key', 'P-Visited-Network-ID', 'Path', 'Reason', 'Record-Route', 'Require', 'Retry-After', 'Route', 'Server',
  'Session-Expires', 'Session-ID', 'Supported', 'To', 'Unsupported', 'User-Agent', 'Via', 'Warning',
].map((name) => name.toLowerCase()));

function parse(text) {
  const [head, ...rest] = text.split('\r\n\r\n');
  const [start, ...lines] = head.split('\r\n');
  return { text, start, fields: lines, body: rest.join('\r\n\r\n') };
}

export async function messagesOnMw(demo) { return (await demo.core.messages()).map(parse); }

// Everything of the WIC that belongs to W2 and W3 alone: its token, its addresses, its ICE and DTLS secrets, its names there.
function secretsOf(wic, own) {
  const said = wic.sent.join('\r\n');
  const all = (pattern) => [...said.matchAll(pattern)].map((match) => match[1]);
  const secrets = [
    ...all(/^Authorization: Bearer (\S+)/gm), ...all(/a=ice-ufrag:(\S+)/g), ...all(/a=ice-pwd:(\S+)/g),
    ...all(/a=fingerprint:\S+ (\S+)/g), ...all(/([\w-]+\.invalid)/g), ...all(/\+sip\.instance="([^"]+)"/g),
    ...all(/^o=\S+ (\d+) /gm), ...all(/a=candidate:\S+ \d+ \w+ \d+ (\S+) /gi), ...all(/^c=IN IP4 (\S+)/gm),
  ];
  return [...new Set(secrets)].filter((secret) => !['0.0.0.0', ...own].includes(secret));
}

const word = (secret) => new RegExp(`(?<![\\w.])${secret.replace(/[^\w]/g, '\\$&')}(?![\\w.])`);

function checkTrailPlaces(check, messages, trail) {
  const places = new Set();
  for (const { fields, start, body } of messages) {
    for (const line of [start, ...fields, ...body.split('\r\n')]) {
      if (!line.toLowerCase().includes(trail)) continue;
      const [, name] = /^([\w-]+)\s*:/.exec(line) ?? [];
      const icid = /^P-Charging-Vector$/i.test(name ?? '') && line.replace(`icid-value=${trail}`, '').includes(trail) === false;
      places.add(icid ? 'icid-value' : /^Session-ID$/i.test(name ?? '') ? 'Session-ID' : line);
    }
  }
  const elsewhere = [...places].filter((place) => place !== 'icid-value' && place !== 'Session-ID');
  check('on Mw the trail is the Session-ID and the icid-value and nothing else', places.has('Session-ID') && elsewhere.length === 0,
    elsewhere.join('; ') || [...places].join(' '));
  return places;
}

// After a call of `wic` with the trail `trail`.
export async function checkMw(demo, check, wic, trail) {
  const messages = await messagesOnMw(demo);
  const bodies = messages.filter(({ body }) => body.includes('m=audio'));
  check('the core has seen descriptions', bodies.length > 1, `${bodies.length} of ${messages.length} messages`);
  const extensions = bodies.flatMap(({ body }) => neverOnCore.filter((name) =>
    body.split('\r\n').some((line) => line.startsWith(`a=${name}`) && (name.endsWith('-') || !/[\w-]/.test(line[name.length + 2] ?? '')))));
  check('ALG-10 EPC-19: no WebRTC attribute in any of them', extensions.length === 0, [...new Set(extensions)].join(' '));
  const estimates = bodies.flatMap(({ body }) => body.match(/^a=.*(transport-cc|goog-remb|rtp-hdrext|webrtc).*$/gm) ?? []);
  check('ALG-10: and none of its feedback and header extensions', estimates.length === 0, estimates.join(' '));
  check('ALG-03: all are RTP/AVP', bodies.every(({ body }) => /^m=audio \d+ RTP\/AVP /m.test(body)));

  const own = [new URL(demo.pageUrl).hostname];
  const secrets = secretsOf(wic, own);
  const shown = secrets.filter((secret) => messages.some(({ text }) => word(secret).test(text)));
  check('EPC-18 ALG-09: nothing of the WIC\'s token, addresses and secrets is on Mw', secrets.length > 5 && shown.length === 0,
    shown.length ? shown.map((secret) => secret.slice(0, 40)).join(' ') : `${secrets.length} looked for`);
  const odd = messages.flatMap(({ fields }) => fields.map((line) => line.split(':')[0].trim()))
    .filter((name) => !standardFields.has(name.toLowerCase()));
  check('EPC-20: only standard header fields', odd.length === 0, [...new Set(odd)].join(' '));
  return checkTrailPlaces(check, messages, trail);
}

// ORG-02, ORG-03, ORG-06, ORG-10: the INVITE of `wic` as the core got it, from the block's member `impu`.
export async function checkOriginating(demo, check, wic, impu) {
  const invite = (await messagesOnMw(demo)).findLast(({ start, text }) => start.startsWith('INVITE ') &&
    /^<sip:orig@/.test(sipField(text, 'Route')) && sipField(text, 'P-Asserted-Identity') === `<${impu}>`);
  if (!check('ORG-02: the INVITE goes along the Service-Route and asserts the IMPU', invite)) return;
  const from = sipField(wic.sent.findLast((message) => message.startsWith('INVITE ')), 'From');
  check('ORG-03: From is as the WIC wrote it', sipField(invite.text, 'From') === from, `${sipField(invite.text, 'From')}, ${from}`);
  check('ORG-10: P-Profile-Key', sipField(invite.text, 'P-Profile-Key') === '<sip:w1-!.*!@webrtc.operator.example>');
  check('ORG-06 TOK-04: no P-Preferred-Identity and no Authorization', !/^(P-Preferred-Identity|Authorization):/im.test(invite.text));
}

// ICS-06, ICS-07, TRM-08: how a call to `called` reached the block.
export async function checkTerminating(demo, check, called) {
  const messages = await messagesOnMw(demo);
  const invites = messages.filter(({ start, text }) => start.startsWith('INVITE ') && sipField(text, 'P-Profile-Key'));
  const invite = invites.filter(({ text }) => !/;tag=/.test(sipField(text, 'To'))).at(-1);
  if (!check('the I-CSCF sent the INVITE on', invite)) return;
  const impu = invite.start.split(' ')[1];
  const asked = messages.findLast(({ start, text }) => start === `INVITE ${called} SIP/2.0` &&
    sipField(text, 'Call-ID') === sipField(invite.text, 'Call-ID'));
  check('ICS-06: to the IMPU, the To as the caller wrote it', /^sip:w1-[^@]+@webrtc\.operator\.example$/.test(impu) &&
    asked && sipField(asked.text, 'To') === sipField(invite.text, 'To'), `${impu} ${sipField(invite.text, 'To')}`);
  check('ICS-07: with the wildcard in P-Profile-Key', sipField(invite.text, 'P-Profile-Key') === '<sip:w1-!.*!@webrtc.operator.example>',
    sipField(invite.text, 'P-Profile-Key'));
  const answers = messages.filter(({ start, text }) => /^SIP\/2\.0 (180|200) /.test(start) && /INVITE$/.test(sipField(text, 'CSeq')) &&
    sipField(text, 'P-Asserted-Identity') === `<${impu}>`);
  check('TRM-08: the WIC\'s 180 and 200 assert the IMPU', new Set(answers.map(({ start }) => start.split(' ')[1])).size === 2,
    answers.map(({ start }) => start).join('; '));
}
