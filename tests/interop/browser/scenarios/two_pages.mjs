// SPDX-License-Identifier: Apache-2.0
// FRK-01, FRK-04, FRK-08: two pages of one user ring together; the first to answer has the call, the other stops and
// says why; so it does when the first declines, and when the caller gives up.
import { eventually } from '../../support/checks.mjs';
import { asRms, checkHears, checkPhoneHears, phoneState } from '../call_checks.mjs';

const callBob = (demo) => demo.core.command('tone', 'call', { to: 'sip:Bob@enterprise.com' });
// Whether all of them come to that state.
const both = (pages, state) => Promise.all(pages.map((page) => page.call(state))).then(() => true, () => false);
const says = (wic, words) => eventually(async () => words.test(await wic.page.innerText('body')));

export default async function twoPages(demo, check) {
  await demo.withPage({}, async (first) => demo.withPage({ measures: true }, async (second) => {
    const pages = [first, second];
    const before = await demo.gateway.contacts();
    await first.logIn('bob');
    await second.logIn('bob');
    check('R3-03: the user has two contacts', (await demo.gateway.contacts()) === before + 2);

    await callBob(demo);
    check('FRK-01: both pages ring', await both(pages, 'incoming'));
    await second.press('Enter');
    await second.call('active');
    await first.call('ended');
    check('FRK-04: the other page stops, and says that it was answered elsewhere', await says(first, /answered elsewhere/i));
    const entry = await first.page.locator('#recent-list button').first().innerText();
    check('and its list does not call that missed', /Answered elsewhere/.test(entry), entry.replace(/\n/g, ' '));
    const { sent } = await demo.core.phone('tone');
    await checkHears(check, 'who answered hears the phone', second, { hz: sent.frequency_hz, dbfs: asRms(sent.level_dbfs) });
    await checkPhoneHears(check, 'and the phone hears them', demo, 'tone');
    await second.press('Escape');
    await second.call('ended');
    await phoneState(demo, 'tone', 'ended');

    await callBob(demo);
    await both(pages, 'incoming');
    await first.press('Escape');
    await both(pages, 'ended');
    await phoneState(demo, 'tone', 'ended');
    const { last_failure_status: status } = await demo.core.phone('tone');
    check('FRK-06: who declines declines for all of the user, and the caller hears it', status === 603, String(status));
    check('the other page says so', await says(second, /declined elsewhere/i));

    await callBob(demo);
    await both(pages, 'incoming');
    await demo.core.command('tone', 'cancel');
    check('FRK-08: a caller who gives up stops both', await both(pages, 'ended'));
  }));
}
