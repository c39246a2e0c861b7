// SPDX-License-Identifier: Apache-2.0
import { phoneState } from '../call_checks.mjs';

export default async function hangupEachSide(demo, check) {
  await demo.withPage({ viewport: { width: 390, height: 844 } }, async (wic) => {
    await wic.logIn('bob');
    await wic.dial('sip:echo@ims.operator.example');
    await wic.call('active');
    check('the phone is in the call', await phoneState(demo, 'echo', 'established') === 'established');
    check('nothing of the call is cut off on a phone-sized screen', await wic.fits('#hang-up'));
    check('the focus is on hanging up', (await wic.focused()) === 'hang-up');
    await wic.press('Enter');
    await wic.call('ended');
    check('the page hangs up: the phone knows', await phoneState(demo, 'echo', 'ended') === 'ended');
    check('and by whom', (await demo.core.phone('echo')).ended_by === 'peer', (await demo.core.phone('echo')).ended_by);

    await wic.dial('sip:echo@ims.operator.example');
    await wic.call('active');
    await phoneState(demo, 'echo', 'established');
    await demo.core.command('echo', 'hangup');
    await wic.call('ended');
    check('the phone hangs up: the page says so', (await wic.notice()) === 'They hung up.', await wic.notice());
    check('and one can dial again', await wic.page.isEnabled('#call') && (await wic.focused()) === 'target');
    check('no script error and nothing against the content policy', wic.problems.length === 0, wic.problems.join('; '));
  });
}
