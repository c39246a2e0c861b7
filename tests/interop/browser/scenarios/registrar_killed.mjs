// SPDX-License-Identifier: Apache-2.0
// The registrar is killed and started again: what fails meanwhile fails in time, and a WIC that registers again is reached.
import { eventually } from '../../support/checks.mjs';
import { phoneState } from '../call_checks.mjs';

const bob = 'sip:Bob@enterprise.com';

async function refusedCall(demo) {
  const at = Date.now();
  await demo.core.command('tone', 'call', { to: bob });
  await phoneState(demo, 'tone', 'ended', 8000);
  return { status: (await demo.core.phone('tone')).last_failure_status, ms: Date.now() - at };
}

export default async function registrarKilled(demo, check) {
  await demo.withPage({}, async (wic) => {
    await wic.logIn('bob');
    const { received } = await demo.core.state();
    demo.kill('wimpu_registrar');
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
