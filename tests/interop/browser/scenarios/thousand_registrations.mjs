// SPDX-License-Identifier: Apache-2.0
// R3-01: a thousand users register and the core sees one REGISTER a block.
import { es256, privateKey, readJwt } from '../../support/jwt.mjs';
import { WssSip } from '../../support/wss_sip.mjs';

const count = 1000;
const atOnce = 25;

// Runs `work(i)` for every i below `total`, `width` at a time.
async function spread(total, width, work) {
  let next = 0;
  await Promise.all(Array.from({ length: width }, async () => { while (next < total) await work(next++); }));
}

export default async function thousandRegistrations(demo, check) {
  const user = demo.webUser();
  await user.logIn('bob');
  const { token, wss } = (await user.ask('GET', '/api/bootstrap')).json();
  const { header, claims } = readJwt(token);
  const key = privateKey(demo.signingKeyPem());
  const identity = (i) => `sip:thousand-${i}@enterprise.com`;
  const tokenOf = (i) => es256(header, { ...claims, sub: identity(i), jti: `thousand-${i}` }, key);
  const mw = () => demo.gateway.countersOf('mw.');
  const before = JSON.stringify(await mw());
  const accepted = await demo.gateway.counter('p_cscf.registrations_accepted');
  const tokens = Array.from({ length: count }, (_, i) => tokenOf(i));
  const clients = new Array(count);

  const at = Date.now();
  const refused = [];
  await spread(count, atOnce, async (i) => {
    try {
      clients[i] = await WssSip.connect(wss, { origin: user.origin, ca: demo.ca });
      const answer = await clients[i].register(identity(i), { token: tokens[i] });
      if (answer.status !== 200) refused.push(`${i}: ${answer.status || answer.text}`);
    } catch (error) {
      refused.push(`${i}: ${error.message}`);
    }
  });
  check(`${count} users are registered`, refused.length === 0,
    refused.length === 0 ? `${((Date.now() - at) / 1000).toFixed(1)} s` : `${refused.length} are not, first ${refused[0]}`);
  check('EPC-12: each is a binding of its own',
    (await demo.gateway.counter('p_cscf.registrations_accepted')) === accepted + count);
  const { received, registrations } = await demo.core.state();
  const blocks = await demo.gateway.blocks();
  check('R3-01: the core saw exactly one REGISTER a block', received.REGISTER === blocks && registrations.length === blocks,
    `${received.REGISTER} REGISTER, ${registrations.length} registrations`);
  check('R3-01: nothing went over Mw meanwhile', before === JSON.stringify(await mw()));

  let gone = 0;
  await spread(count, atOnce, async (i) => {
    const answer = await clients[i]?.register(identity(i), { token: tokens[i], expires: 0 });
    if (answer?.status === 200) ++gone;
    clients[i]?.close();
  });
  check('all can log out again', gone === count, String(gone));
}
