// SPDX-License-Identifier: Apache-2.0
// AUD-05: digits of the page arrive as RFC 4733 events of the clock that the phone negotiated.
import { eventually } from '../../support/checks.mjs';

const clock = 8000;       // Hz
const lasts = 0.16 * clock;
const frame = 0.02 * clock;

async function checkDigits(demo, check, phone, events, how) {
  const { dtmf } = await eventually(async () => {
    const state = await demo.core.phone(phone);
    return state.dtmf.filter((digit) => digit.end_packets >= 3).length >= events.length && state;
  }, { ms: 5000, every: 100 }) || await demo.core.phone(phone);
  check(`${how}: the phone gets these digits`, dtmf.map(({ event }) => event).join() === events.join(), JSON.stringify(dtmf));
  check(`${how}: each as long as 160 ms are at 8,000 Hz`, dtmf.every(({ duration }) => Math.abs(duration - lasts) <= frame),
    dtmf.map(({ duration }) => duration).join(' '));
  check(`${how}: with a marker once begun, and its end three times`,
    dtmf.every(({ marker, ended, end_packets: ends }) => marker && ended && ends === 3));
}

export default async function dtmf(demo, check) {
  await demo.withPage({}, async (wic) => {
    await wic.logIn('bob');
    await wic.dial('sip:echo@ims.operator.example');
    await wic.call('active');
    await wic.page.click('#keypad');
    for (const key of ['1', '5', '#']) await wic.page.click(`#call-pad button:text-is("${key}")`);
    await checkDigits(demo, check, 'echo', [1, 5, 11], 'keypad');
    await wic.press('Escape');
    await wic.call('ended');

    await demo.core.command('tone', 'call', { to: 'sip:Bob@enterprise.com' });
    await wic.call('incoming');
    await wic.press('Enter');
    await wic.call('active');
    for (const key of ['0', '0', '*']) await wic.press(key);
    await checkDigits(demo, check, 'tone', [0, 0, 10], 'keyboard, in a call from the phone');
    await wic.press('Escape');
    await wic.call('ended');
  });
}
