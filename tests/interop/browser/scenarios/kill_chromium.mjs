// SPDX-License-Identifier: Apache-2.0
// The browser dies without a word; the phone must not talk to nobody.
import { eventually } from '../../support/checks.mjs';
import { phoneState } from '../call_checks.mjs';

const atMost = 35; // seconds

export default async function killChromium(demo, check) {
  const chromium = await demo.chromium();
  try {
    const wic = await demo.openPage(chromium.browser);
    await wic.logIn('alice');
    await wic.dial('sip:echo@ims.operator.example');
    await wic.call('active');
    await phoneState(demo, 'echo', 'established');
    await wic.page.waitForTimeout(2000);
    const at = Date.now();
    chromium.kill();
    const ended = await phoneState(demo, 'echo', 'ended', (atMost + 5) * 1000);
    const seconds = (Date.now() - at) / 1000;
    const phone = await demo.core.phone('echo');
    check(`BYE at the phone within ${atMost} s`, ended === 'ended' && phone.ended_by === 'peer' && seconds <= atMost,
      `${seconds.toFixed(1)} s, ended by ${phone.ended_by}`);
    check('with a Reason', phone.last_bye_reason !== '', phone.last_bye_reason);
    const left = await eventually(async () => (await demo.gateway.terminationsLeft()) === 0 && 'none');
    check('no termination is left', left === 'none');
    const called = Date.now();
    await demo.core.command('tone', 'call', { to: 'sip:Alice@enterprise.com' });
    await phoneState(demo, 'tone', 'ended');
    const { last_failure_status: status } = await demo.core.phone('tone');
    check('EXP-04: a call to the dead flow fails fast with 480', status === 480 && Date.now() - called < 1000,
      `${status} after ${Date.now() - called} ms`);
  } finally {
    await chromium.close();
  }
}
