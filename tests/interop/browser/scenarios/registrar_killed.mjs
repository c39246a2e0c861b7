// SPDX-License-Identifier: Apache-2.0
// The registrar is killed and started again: what fails meanwhile fails in time, and a WIC that registers again is reached.
import { eventually } from '../../support/checks.mjs';
import { callOnMw } from '../../support/mw_caller.mjs';
import { statusOf } from '../../support/w7.mjs';
import { phoneState } from '../call_checks.mjs';

const bob = 'sip:Bob@enterprise.com';

async function refusedCall(demo) {
  const at = Date.now();
  await demo.core.command('tone', 'call', { to: bob });
  await phoneState(demo, 'tone', 'ended', 8000);
  return { status: (await demo.core.phone('tone')).last_failure_status, ms: Date.now() - at };
}

// TRM-14: a call that has come as far as the P-CSCF, which cannot ask W6.
async function checkAtPCscf(demo, check, impu) {
  const epCscf = demo.gateway.only(0);
  const asked = await epCscf.counter('registrar_client.requests');
  const responses = await callOnMw({ ...demo.mw(), called: impu, ms: 5000 });
  const finals = responses.filter(({ status }) => status >= 200);
  check('TRM-14: the P-CSCF answers 504 within the time-out, once', finals.length === 1 && finals[0].status === 504 && finals[0].ms < 3000,
    JSON.stringify(responses));
  const more = (await epCscf.counter('registrar_client.requests')) - asked;
  check('TRM-14: no retry storm', more <= 8, `${more} requests of the P-CSCF in 5 s, its watch\'s own included`);
}

export default async function registrarKilled(demo, check) {
  await demo.withPage({}, async (wic) => {
    await wic.logIn('bob');
    const { received } = await demo.core.state();
    const { impu } = await statusOf(demo.asICscf(), bob);
    demo.stop('wimpu_registrar');
    await checkAtPCscf(demo, check, impu);
    demo.kill('wimpu_registrar');
    const said = await eventually(async () => (await demo.gateway.health()).some(
      ({ status, i_cscf: iCscf }) => iCscf && status === 'waiting for the registrar'), { ms: 2500, every: 100 });
    check('ICS-10: the I-CSCF\'s health says that W7 is away', said);
    const { status, ms } = await refusedCall(demo);
    check('ICS-10 TRM-14: a call meanwhile fails with 504 within the time-out', status === 504 && ms < 3000, `${status} after ${ms} ms`);
    const back = await eventually(() => demo.gateway.inService(), { ms: 30000 });
    check('all are in service when it is back', back);
    await wic.page.reload();
    await wic.registration('registered', 30000);
    await demo.core.command('tone', 'reset');
    await demo.core.command('tone', 'call', { to: bob });
    const rings = await wic.call('incoming', 10000).then(() => true, () => false);
    check('WR-07: once the WIC has registered again the next call rings', rings);
    await wic.press('Escape');
    await wic.call('ended');
    const after = (await demo.core.state()).received;
    check('FOV-08: no block moved', after.REGISTER === received.REGISTER, `${received.REGISTER} became ${after.REGISTER}`);
  });
}
