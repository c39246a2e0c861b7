// SPDX-License-Identifier: Apache-2.0
// Alice and Bob, each in a browser, call each other through the core; the tones of their microphones differ.
import { checkHears, checkHidden } from '../call_checks.mjs';

const alices = { hz: 700, dbfs: -15 };
const bobs = { hz: 1000, dbfs: -12 };

async function talk(demo, check, { caller, called, to, name, callerHears, calledHears, ender }) {
  await caller.dial(to);
  await called.call('incoming');
  check(`${name} calls: the other page says so`, new RegExp(`${name}@enterprise\\.com`, 'i').test(await called.text('#incoming-peer')),
    await called.text('#incoming-peer'));
  await caller.call('ringing');
  await called.press('Enter');
  await Promise.all([caller.call('active'), called.call('active')]);
  await Promise.all([checkHears(check, `${name} calls: the caller hears the other's tone`, caller, callerHears),
    checkHears(check, `${name} calls: the called hears the caller's`, called, calledHears)]);
  await ender.press('Escape');
  await Promise.all([caller.call('ended'), called.call('ended')]);
  const other = ender === caller ? called : caller;
  check(`${name} calls: who did not hang up is told`, (await other.notice()) === 'They hung up.', await other.notice());
}

export default async function browserToBrowser(demo, check) {
  await demo.withPage({ measures: true }, (bob) => demo.withPage({ measures: true, microphone: alices }, async (alice) => {
    await Promise.all([bob.logIn('bob'), alice.logIn('alice')]);
    await talk(demo, check, { caller: alice, called: bob, to: 'sip:Bob@enterprise.com', name: 'Alice',
      callerHears: bobs, calledHears: alices, ender: bob });
    await talk(demo, check, { caller: bob, called: alice, to: 'sip:Alice@enterprise.com', name: 'Bob',
      callerHears: alices, calledHears: bobs, ender: bob });
    for (const page of [alice, bob]) {
      checkHidden(check, page);
      check('no script error', page.problems.length === 0, page.problems.join('; '));
    }
  }));
}
