// SPDX-License-Identifier: Apache-2.0
import { sipField } from '../../support/wic_page.mjs';
import { phoneState } from '../call_checks.mjs';

export default async function logOut(demo, check) {
  await demo.withPage({}, async (wic) => {
    await wic.logIn('bob');
    const before = await demo.gateway.counter('p_cscf.deregistrations');
    await wic.logOut();
    const last = wic.sent.filter((m) => m.startsWith('REGISTER ')).at(-1);
    check('DER-01: the WIC takes its contact back', sipField(last, 'Expires') === '0' &&
      (await demo.gateway.counter('p_cscf.deregistrations')) === before + 1);
    check('the session cookie is gone', (await wic.context.cookies()).length === 0);
    await wic.page.reload();
    await wic.page.waitForSelector('[data-screen=log-in]');
    check('a reload does not log in again', await wic.page.isVisible('#log-in'));
    await demo.core.command('tone', 'call', { to: 'sip:Bob@enterprise.com' });
    await phoneState(demo, 'tone', 'ended');
    const { last_failure_status: status } = await demo.core.phone('tone');
    check('a call to Bob now gets 480', status === 480, String(status));
    await wic.logIn('bob');
    await demo.core.command('tone', 'call', { to: 'sip:Bob@enterprise.com' });
    const rings = await wic.call('incoming', 10000).then(() => true, () => false);
    check('W7-04: and rings again as soon as he is back', rings);
    await wic.press('Escape');
    await wic.call('ended');
  });
}
