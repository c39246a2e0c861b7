// SPDX-License-Identifier: Apache-2.0

export default async function badPassword(demo, check) {
  await demo.withPage({ viewport: { width: 390, height: 844 } }, async (wic) => {
    check('the cursor waits in the user name', (await wic.focused()) === 'user');
    await wic.typePassword('bob', 'demo-alice');
    await wic.page.waitForFunction(() => document.getElementById('log-in-error').textContent !== '');
    check('the page says so in plain words', /wrong/i.test(await wic.text('#log-in-error')), await wic.text('#log-in-error'));
    check('and stays where it is', await wic.page.isVisible('#log-in'));
    check('WIC-04: no socket was opened', wic.socketUrl === undefined);
    check('nothing is cut off on a phone-sized screen', await wic.fits('#log-in-submit'));
    await wic.logIn('bob');
    check('the right password works then', (await wic.text('#registration')) === 'Ready');
    check('nor is the dial pad', await wic.fits('#call'));
    check('no script error and nothing against the content policy', wic.problems.length === 0, wic.problems.join('; '));
  });
}
