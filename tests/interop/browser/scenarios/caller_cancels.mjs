// SPDX-License-Identifier: Apache-2.0
import { phoneState } from '../call_checks.mjs';

export default async function callerCancels(demo, check) {
  await demo.withPage({}, async (wic) => {
    await wic.logIn('bob');
    await demo.core.command('tone', 'call', { to: 'sip:Bob@enterprise.com' });
    await wic.call('incoming');
    await demo.core.command('tone', 'cancel');
    await wic.call('ended');
    check('the phone cancels: the page stops ringing and says so', /missed/i.test(await wic.notice()), await wic.notice());
    check('the phone has its 487', (await phoneState(demo, 'tone', 'ended')) === 'ended' &&
      (await demo.core.phone('tone')).last_failure_status === 487);

    await demo.core.command('echo', 'answer-delay', { ms: 20000 });
    await wic.dial('sip:echo@ims.operator.example');
    await wic.call('ringing');
    await wic.press('Escape');
    await wic.call('ended');
    check('Esc cancels: the phone stops ringing', (await phoneState(demo, 'echo', 'ended')) === 'ended');
    check('the page says so', /cancelled/i.test(await wic.notice()), await wic.notice());
  });
}
