// SPDX-License-Identifier: Apache-2.0
// The tone phone calls Bob; he answers with the keyboard and both hear each other.
import { checkMw, checkTerminating } from '../mw.mjs';
import { asRms, checkHidden, checkReports, checkTones, checkTrail, trailsOf } from '../call_checks.mjs';

export default async function calledByTone(demo, check) {
  await demo.withPage({ measures: true }, async (wic) => {
    await wic.logIn('bob');
    await demo.core.command('tone', 'call', { to: 'sip:Bob@enterprise.com' });
    await wic.call('incoming');
    check('the page rings and says who calls', /tone@ims\.operator\.example/.test(await wic.text('#incoming-peer')),
      await wic.text('#incoming-peer'));
    check('Enter accepts', (await wic.focused()) === 'accept');
    await wic.press('Enter');
    await wic.call('active');
    const { sent, session_id: sessionId } = await demo.core.phone('tone');
    await checkTones(demo, check, wic, 'tone', { hz: sent.frequency_hz, dbfs: asRms(sent.level_dbfs) });
    await checkReports(demo, check, wic, 'tone');
    await demo.core.command('tone', 'hangup');
    await wic.call('ended');
    check('the page says that they hung up', (await wic.notice()) === 'They hung up.', await wic.notice());
    checkHidden(check, wic);
    checkTrail(demo, check, sessionId, ['iwf', 'p-cscf', 'ims-agw', 'i-cscf', 'wimpu-registrar', 's-cscf', 'tone-phone']);
    await checkMw(demo, check, wic, trailsOf(sessionId)[0]);
    await checkTerminating(demo, check, 'sip:Bob@enterprise.com');
  });
}
