// SPDX-License-Identifier: Apache-2.0
// WR-07: the registrar lies outside the eP-CSCF: while an eP-CSCF is away and after it has come back its users are still
// answerable on W7, and there is a call again once the WIC has registered anew.
import { eventually } from '../../support/checks.mjs';
import { statusOf } from '../../support/w7.mjs';
import { phoneState } from '../call_checks.mjs';

const bob = 'sip:Bob@enterprise.com';

export default async function epCscfRestarted(demo, check) {
  await demo.withPage({}, async (wic) => {
    await wic.logIn('bob');
    const before = await statusOf(demo.asICscf(), bob);
    check('W7 knows Bob', before.httpStatus === 200 && before.registered === true, JSON.stringify(before));
    const contacts = await demo.gateway.contacts();
    demo.kill('ep_cscf');
    await wic.registration('lost');
    const away = await statusOf(demo.asICscf(), bob);
    check('WR-07: and still does while his eP-CSCF is away', away.httpStatus === 200 && away.impu === before.impu, JSON.stringify(away));
    check('with his contact', (await demo.gateway.contacts()) === contacts);
    check('all are in service when it is back', await eventually(() => demo.gateway.inService(), { ms: 30000 }));
    await wic.registration('registered', 60000);
    const after = await statusOf(demo.asICscf(), bob);
    check('WR-07: after its restart Bob has the same IMPU', after.registered === true && after.impu === before.impu, JSON.stringify(after));
    await demo.core.command('tone', 'call', { to: bob });
    check('and is called', await wic.call('incoming', 10000).then(() => true, () => false));
    await wic.press('Escape');
    await wic.call('ended');
    await phoneState(demo, 'tone', 'ended');
  });
}
