// SPDX-License-Identifier: Apache-2.0
// R3-04: a page that is loaded again takes the place of its earlier self.
import { eventually } from '../../support/checks.mjs';

export default async function reload(demo, check) {
  const before = await demo.gateway.contacts();
  await demo.withPage({}, async (wic) => {
    await wic.logIn('bob');
    check('the registrar has one contact more', (await demo.gateway.contacts()) === before + 1);
    for (let i = 0; i < 2; ++i) {
      await wic.page.reload();
      await wic.registration('registered');
    }
    const left = await eventually(async () => (await demo.gateway.contacts()) === before + 1 && before + 1, { ms: 3000 });
    check('R3-04: after two reloads it is still one', left === before + 1, `${await demo.gateway.contacts() - before}`);
    const instances = new Set(wic.sent.filter((m) => m.startsWith('REGISTER ')).map((m) => /\+sip\.instance="([^"]+)"/.exec(m)?.[1]));
    check('R3-04: it always was the same instance', instances.size === 1);
    await demo.core.command('tone', 'call', { to: 'sip:Bob@enterprise.com' });
    await wic.call('incoming');
    check('and a call rings', (await wic.focused()) === 'accept');
    await wic.press('Escape');
    await wic.call('ended');
  });
  const after = await eventually(async () => (await demo.gateway.contacts()) === before && 'none');
  check('after the log-out none is left', after === 'none');
}
