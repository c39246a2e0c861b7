// SPDX-License-Identifier: Apache-2.0
// EPC-15: two blocks, two P-CSCF instances, two IWFs: at whichever IWF a WIC is, with its block on whichever instance, it
// registers, calls and is called.
import { checkCalls, leadTo } from '../call_checks.mjs';

export default async function anyIwf(demo, check) {
  const wssOf = async (user, name) => {
    await user.logIn(name);
    const { wss, identity } = (await user.ask('GET', '/api/bootstrap')).json();
    return { wss, identity };
  };
  const ours = await wssOf(demo.webUser(), 'bob');
  const theirs = await wssOf(demo.otherWebUser(), 'carol');
  check('the two blocks are led to two IWFs', ours.wss !== theirs.wss, `${ours.wss} ${theirs.wss}`);
  const { received } = await demo.core.state();
  for (const [user, url, identity] of [['bob', demo.pageUrl, ours.identity], ['carol', demo.otherPageUrl, theirs.identity]]) {
    for (const wss of [ours.wss, theirs.wss]) {
      await demo.withPage({ url, measures: true, prepare: leadTo(wss) }, async (wic) => {
        await wic.logIn(user);
        check(`EPC-15: ${user} registers at ${wss}`, wic.socketUrl.startsWith(wss), wic.socketUrl);
        await checkCalls(demo, check, `EPC-15: ${user} at ${wss}`, wic, identity);
        await demo.core.command('tone', 'reset');
      });
    }
  }
  const after = (await demo.core.state()).received;
  check('EPC-15: no block registered for it', after.REGISTER === received.REGISTER);
}
