// SPDX-License-Identifier: Apache-2.0
// EPC-16: an IWF that is added while all are at work serves WICs at once; no block registers for it.
import { checkCalls, leadTo } from '../call_checks.mjs';

export default async function iwfAdded(demo, check) {
  const { received } = await demo.core.state();
  const added = await demo.addIwf();
  try {
    await demo.withPage({ measures: true, prepare: leadTo(added.wss) }, async (wic) => {
      await wic.logIn('bob');
      check('EPC-16: a WIC registers at an IWF that was added', wic.socketUrl.startsWith(added.wss), wic.socketUrl);
      await checkCalls(demo, check, 'EPC-16', wic, 'sip:Bob@enterprise.com');
      await demo.core.command('tone', 'reset');
    });
    const after = (await demo.core.state()).received;
    check('EPC-16: the core saw no REGISTER', after.REGISTER === received.REGISTER, `${received.REGISTER} became ${after.REGISTER}`);
  } finally {
    await added.stop();
  }
}
