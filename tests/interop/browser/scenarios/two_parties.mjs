// SPDX-License-Identifier: Apache-2.0
// Two WWSFs: the operator's, whose users' IMPUs the eP-CSCF allocates, and a third party's, which allocates them itself.
import { createHash } from 'node:crypto';
import { readJwt } from '../../support/jwt.mjs';
import { addressOf, sipField } from '../../support/wic_page.mjs';
import { WssSip } from '../../support/wss_sip.mjs';

const bob = 'sip:Bob@enterprise.com';
const inBlock = /^sip:club-\d+@webrtc\.club\.example$/;

async function documentOf(user, name) {
  await user.logIn(name);
  return (await user.ask('GET', '/api/bootstrap')).json();
}

// What the core saw and what the gateway did on Mw and W6.
async function traces(demo) {
  const { received } = await demo.core.state();
  const messages = createHash('sha256').update((await demo.core.messages()).join('')).digest('hex');
  return JSON.stringify({ received, messages, gateway: await demo.gateway.countersOf('mw.', 'registrar.contacts', 'registrar.users', 'registrar.writes') });
}

async function checkTokens(demo, check, ours, theirs, other) {
  const before = await traces(demo);
  const cases = [
    ['WWS-07 EPC-05: a token of the third party for the operator\'s user', ours.wss, demo.webUser().origin, theirs.token, bob],
    ['WWS-07 EPC-05: the same from the third party\'s own page', theirs.wss, other, theirs.token, bob],
    ['WWS-07 EPC-05: a token of the operator\'s for a user of the third party', theirs.wss, other, ours.token, theirs.identity],
    ['EPC-05: the same from the operator\'s own page', ours.wss, demo.webUser().origin, ours.token, theirs.identity],
    ['R3-08: a third party\'s token for another member of its block', theirs.wss, other, theirs.token,
      theirs.identity.replace(/\d@/, (end) => `${(Number(end[0]) + 1) % 10}@`)],
    ['R3-08: an identity of the third party\'s domain outside its block', theirs.wss, other, theirs.token, 'sip:zz@webrtc.club.example'],
  ];
  for (const [name, wss, origin, token, identity] of cases) {
    const sip = await WssSip.connect(wss, { origin, ca: demo.ca });
    const { status, text } = await sip.register(identity, { token });
    sip.close();
    check(`${name}: 401 or 403`, status === 401 || status === 403, String(status || text));
  }
  const after = await traces(demo);
  check('EPC-05: nothing of it is on Mw or W6', before === after, before === after ? '' : `${before} became ${after}`);
}

async function call(check, name, caller, callee, target, shown) {
  await caller.dial(target);
  await callee.call('incoming');
  check(`${name}: it rings, and says who calls`, (await callee.text('#incoming-peer')).includes(shown), await callee.text('#incoming-peer'));
  await callee.press('Enter');
  await Promise.all([caller.call('active'), callee.call('active')]);
  check(`${name}: both are connected`, true);
  await caller.press('Escape');
  await callee.call('ended');
}

// WWS-08: the third party's page is at one server, log-in and tokens at another; the calls below go on from there.
async function checkSplit(demo, check, page) {
  const user = demo.otherWebUser();
  const service = await user.service();
  check('WWS-08: log-in and tokens are at another server than the page', service.origin !== page, `${page} ${service.origin}`);
  check('WWS-08: which the page\'s server does not answer for', (await user.send('POST', `${page}/api/login`, { body: {} })).status === 404);
  await user.logIn('carol');
  const asked = (origin) => user.send('POST', `${service.origin}/api/token`, { body: {}, headers: { Origin: origin } });
  const allowed = await asked(page);
  check('WWS-08: it lets that page ask', allowed.status === 200 && allowed.headers['access-control-allow-origin'] === page);
  for (const origin of [service.origin, demo.webUser().origin, 'https://evil.example']) {
    const refused = await asked(origin);
    check(`WWS-08: and no other: ${origin}`, refused.status === 403 && !('access-control-allow-origin' in refused.headers), String(refused.status));
  }
}

export default async function twoParties(demo, check) {
  const other = new URL(demo.otherPageUrl).origin;
  const ours = await documentOf(demo.webUser(), 'bob');
  const theirs = await documentOf(demo.otherWebUser(), 'carol');
  check('WWS-04 WWS-06: the third party gives its user an identity inside its block', inBlock.test(theirs.identity), theirs.identity);
  check('WWS-04: the same user again has the same', (await documentOf(demo.otherWebUser(), 'carol')).identity === theirs.identity);
  const dave = await documentOf(demo.otherWebUser(), 'dave');
  check('WWS-04: another has another', inBlock.test(dave.identity) && dave.identity !== theirs.identity, dave.identity);
  check('WWS-05: each bootstrap document names an eP-CSCF', [ours, theirs].every(({ wss }) => wss.startsWith('wss://')));
  check('each has an issuer and origin of its own', readJwt(ours.token).claims.iss !== readJwt(theirs.token).claims.iss &&
    readJwt(theirs.token).claims.origin === other);
  check('WWS-08: an issuer need not be the page\'s host', new URL(readJwt(theirs.token).claims.iss).host !== new URL(other).host,
    readJwt(theirs.token).claims.iss);
  if (demo.apart) await checkSplit(demo, check, other);
  await checkTokens(demo, check, ours, theirs, other);

  await demo.withPage({}, async (bobs) => demo.withPage({ url: demo.otherPageUrl }, async (carols) => {
    await Promise.all([bobs.logIn('bob'), carols.logIn('carol')]);
    const register = carols.sent.find((m) => m.startsWith('REGISTER '));
    check('EPC-10 R3-08: the WIC of the third party registers its IMPU', addressOf(sipField(register, 'To')) === theirs.identity);
    await call(check, 'ORG-04: the third party\'s user calls the operator\'s', carols, bobs, bob, theirs.identity.slice(4));
    await call(check, 'the operator\'s user calls the third party\'s', bobs, carols, theirs.identity, 'Bob@enterprise.com');
  }));
}
