// SPDX-License-Identifier: Apache-2.0
// For each bad token and Origin the right answer, and nothing of it on Mw or W6.
import { createHash } from 'node:crypto';
import { es256, hs256, otherKey, privateKey, readJwt, unsigned } from '../../support/jwt.mjs';
import { WssSip, handshakeStatus } from '../../support/wss_sip.mjs';

const bob = 'sip:Bob@enterprise.com';

// What the core saw and what the gateway did on Mw and W6.
async function traces(demo) {
  const { received } = await demo.core.state();
  const messages = createHash('sha256').update((await demo.core.messages()).join('')).digest('hex');
  return JSON.stringify({ received, messages, gateway: await demo.gateway.countersOf('mw.', 'registrar.contacts', 'registrar.users', 'registrar.writes') });
}

async function checkOrigins(demo, check, wss, own) {
  const port = new URL(own).port;
  const origins = {
    absent: undefined, empty: '', null: 'null', unlisted: 'https://evil.example', 'a suffix trick': `${own}.evil.example`,
    'a prefix trick': `https://evil.example/${own}`, 'another scheme': own.replace('https:', 'http:'),
    'another port': own.replace(`:${port}`, ':9'), 'a closing slash': `${own}/`,
  };
  for (const [name, origin] of Object.entries(origins)) {
    const status = await handshakeStatus(wss, { origin, ca: demo.ca });
    check(`W2-09 E03: ${name} Origin is refused with 403`, status === 403, String(status));
  }
  const bare = await handshakeStatus(wss, { origin: own, ca: demo.ca, protocol: null });
  check('W2-01 E01: without the sip sub-protocol 400', bare === 400, String(bare));
  const good = await handshakeStatus(wss, { origin: own, ca: demo.ca });
  check('W2-01 W2-09: with both right 101', good === 101, String(good));
}

function badTokens(header, claims, key, jwks) {
  const now = Math.floor(Date.now() / 1000);
  const signed = (change) => es256(header, { ...claims, ...change }, key);
  const good = signed({});
  const without = (name) => es256(header, Object.fromEntries(Object.entries(claims).filter(([n]) => n !== name)), key);
  return [
    ['E11: no token', undefined, [401]],
    ['E12: expired', signed({ iat: now - 4000, nbf: now - 4000, exp: now - 400 }), [401]],
    ['E12: not valid yet', signed({ nbf: now + 400, iat: now + 400, exp: now + 900 }), [401]],
    ['E12: another audience', signed({ aud: 'other.example' }), [401]],
    ['E12: an unknown issuer', signed({ iss: 'https://evil.example' }), [401]],
    ['E12: alg none', unsigned(header, claims), [401]],
    ['E12: alg none with the good signature', `${unsigned(header, claims)}${good.split('.')[2]}`, [401]],
    ['E12: HMAC with the public key', hs256(header, claims, JSON.stringify(jwks.keys[0])), [401]],
    ['E12: another key under the same kid', es256(header, claims, otherKey()), [401]],
    ['E12: an unknown kid', es256({ ...header, kid: 'unknown' }, claims, otherKey()), [401]],
    ['E12: an unknown crit', es256({ ...header, crit: ['x'], x: 1 }, claims, key), [401]],
    ['E12: no exp', without('exp'), [401]],
    ['E12: a life of two hours', signed({ exp: claims.iat + 7200 }), [401]],
    ['E12: a changed claim under the old signature',
      [good.split('.')[0], es256(header, { ...claims, jti: 'x' }, key).split('.')[1], good.split('.')[2]].join('.'), [401]],
    ['E12: malformed', 'not.a.token', [401]],
    ['E12: half a token', good.slice(0, good.length / 2), [401]],
    ['E13: no scope', without('scope'), [401]],
    ['TOK-06: of another page', signed({ origin: 'https://evil.example' }), [401, 403]],
    ['E14: of another user', signed({ sub: 'sip:Alice@enterprise.com' }), [403]],
    ['E15: of a domain that the issuer does not have', signed({ sub: 'sip:Bob@ims.operator.example' }), [403], 'sip:Bob@ims.operator.example'],
  ];
}

export default async function badTokensAndOrigins(demo, check) {
  const user = demo.webUser();
  await user.logIn('bob');
  const document = (await user.ask('GET', '/api/bootstrap')).json();
  const jwks = (await user.ask('GET', '/.well-known/jwks.json')).json();
  const { header, claims } = readJwt(document.token);
  const key = privateKey(demo.signingKeyPem());
  const before = await traces(demo);

  await checkOrigins(demo, check, document.wss, user.origin);
  for (const [name, token, expected, identity = bob] of badTokens(header, claims, key, jwks)) {
    const sip = await WssSip.connect(document.wss, { origin: user.origin, ca: demo.ca });
    const { status, text } = await sip.register(identity, { token });
    sip.close();
    check(`${name}: ${expected.join(' or ')}`, expected.includes(status), String(status || text));
    if (status === 401) check(`${name}: it says how to do better`, /^WWW-Authenticate:\s*Bearer /im.test(text));
  }
  const after = await traces(demo);
  check('EPC-04 WR-03: nothing of it is on Mw or W6', before === after, before === after ? '' : `${before} became ${after}`);

  // The same client with a good token, so that the above is not the fault of the client.
  const sip = await WssSip.connect(document.wss, { origin: user.origin, ca: demo.ca });
  const good = await sip.register(bob, { token: es256(header, { ...claims, jti: 'again' }, key) });
  check('a good token from the same client: 200', good.status === 200, String(good.status || good.text));
  const gone = await sip.register(bob, { token: document.token, expires: 0 });
  check('and it can be taken back: 200', gone.status === 200, String(gone.status || gone.text));
  sip.close();
}
