// SPDX-License-Identifier: Apache-2.0
// Who calls somebody that talks hears busy, and is in the list of those whom one has missed.
import { phoneState } from '../call_checks.mjs';

export default async function secondCaller(demo, check) {
  await demo.withPage({}, async (wic) => {
    await wic.logIn('bob');
    await wic.dial('sip:echo@ims.operator.example');
    await wic.call('active');
    await demo.core.command('tone', 'call', { to: 'sip:Bob@enterprise.com' });
    await phoneState(demo, 'tone', 'ended');
    const { last_failure_status: status } = await demo.core.phone('tone');
    check('a second caller hears busy', status === 486, String(status));
    check('the call goes on', (await wic.text('#in-call-state')) === 'Connected');
    await wic.press('Escape');
    await wic.call('ended');
    const entries = await wic.page.locator('#recent-list button').allInnerTexts();
    check('the list names both calls, the newest first', entries.length === 2 && /^echo@.*\n?.*You called/s.test(entries[0]) &&
      /^tone@.*Missed, you were talking/s.test(entries[1]), entries.join(' | ').replace(/\n/g, ' '));
    await wic.page.reload();
    await wic.registration('registered');
    check('it outlives a reload', (await wic.page.locator('#recent-list button').count()) === 2);
    await wic.page.locator('#recent-list button').nth(1).click();
    await wic.call('active');
    check('an entry calls back', (await wic.text('#in-call-peer')) === 'tone@ims.operator.example');
    await wic.press('Escape');
    await wic.call('ended');
    await wic.logOut();
    check('and nothing is left of it after the log-out', await wic.page.evaluate(() => sessionStorage.getItem('wic.recent')) === null);
  });
}
