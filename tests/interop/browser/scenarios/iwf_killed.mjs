// SPDX-License-Identifier: Apache-2.0
// An IWF is killed: no block moves, and its WIC comes back by itself.
import { eventually } from '../../support/checks.mjs';

export default async function iwfKilled(demo, check) {
  await demo.withPage({}, async (wic) => {
    await wic.logIn('bob');
    const { received } = await demo.core.state();
    const registers = () => wic.sent.filter((message) => message.startsWith('REGISTER ')).length;
    const before = registers();
    demo.kill('iwf');
    await wic.registration('lost');
    const back = await eventually(() => registers() > before, { ms: 60000 });
    await wic.registration('registered', 60000);
    check('RER-01: the WIC registers again when the IWF is back', back);
    await demo.core.command('tone', 'call', { to: 'sip:Bob@enterprise.com' });
    const rings = await wic.call('incoming', 10000).then(() => true, () => false);
    check('and is called', rings);
    await wic.press('Escape');
    await wic.call('ended');
    const after = (await demo.core.state()).received;
    check('FOV-08 EPC-16: no block moved: the core saw no REGISTER', after.REGISTER === received.REGISTER,
      `${received.REGISTER} became ${after.REGISTER}`);
  });
}
