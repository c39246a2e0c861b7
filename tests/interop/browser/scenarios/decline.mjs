// SPDX-License-Identifier: Apache-2.0
import { phoneState } from '../call_checks.mjs';

export default async function decline(demo, check) {
  await demo.withPage({}, async (wic) => {
    await wic.logIn('bob');
    await demo.core.command('tone', 'call', { to: 'sip:Bob@enterprise.com' });
    await wic.call('incoming');
    await wic.press('Escape');
    await wic.call('ended');
    check('Esc declines: the phone knows', await phoneState(demo, 'tone', 'ended') === 'ended');
    const { last_failure_status: status } = await demo.core.phone('tone');
    check('with 603', status === 603, String(status));

    await demo.core.command('tone', 'call', { to: 'sip:Bob@enterprise.com' });
    await wic.call('incoming');
    await wic.page.click('#decline');
    await wic.call('ended');
    check('so does the button', await phoneState(demo, 'tone', 'ended') === 'ended');

    await demo.core.command('echo', 'decline-next');
    await wic.dial('sip:echo@ims.operator.example');
    await wic.call('ended');
    check('the phone declines: the page says so in plain words', /busy|declined/i.test(await wic.notice()), await wic.notice());

    await wic.dial('sip:nobody@ims.operator.example');
    await wic.call('ended');
    check('nobody there: the page says so in plain words', /address|reachable/i.test(await wic.notice()), await wic.notice());
    check('no script error and nothing against the content policy', wic.problems.length === 0, wic.problems.join('; '));
  });
}
