// SPDX-License-Identifier: Apache-2.0
// A second client, SIP.js 0.21: no +sip.instance, a Contact of its own kind, at will TCP in Via and an address in Contact.
import { eventually } from '../../support/checks.mjs';
import { SipJsPage } from '../../sip_js/sip_js_page.mjs';
import { sipField } from '../../support/wic_page.mjs';
import { asRms, checkHears, checkHidden, checkPhoneHears, phoneState } from '../call_checks.mjs';

const bob = { username: 'bob', password: 'demo-bob' };

async function checkCalls(demo, check, client) {
  await client.does('start', bob);
  await client.registration('registered');
  const contact = sipField(client.sent.find((m) => m.startsWith('REGISTER ')), 'Contact');
  check('it registers without +sip.instance and reg-id', !/instance|reg-id/.test(contact), contact);

  await client.does('call', 'sip:echo@ims.operator.example');
  await client.call('active');
  await checkHears(check, 'it hears its echo', client, { hz: 1000, dbfs: -12 });
  await client.does('hangUp');
  check('its BYE ends the call at the phone', (await phoneState(demo, 'echo', 'ended')) === 'ended' &&
    (await demo.core.phone('echo')).ended_by === 'peer');

  await demo.core.command('tone', 'call', { to: 'sip:Bob@enterprise.com' });
  await client.call('incoming');
  await client.does('answer');
  await client.call('active');
  const { sent } = await demo.core.phone('tone');
  await checkHears(check, 'called by the phone, it hears the tone', client, { hz: sent.frequency_hz, dbfs: asRms(sent.level_dbfs) });
  await checkPhoneHears(check, 'and the phone hears it', demo, 'tone');
  await demo.core.command('tone', 'hangup');
  await client.call('ended');
  check('the phone\'s BYE ends the call in the page', (await phoneState(demo, 'tone', 'ended')) === 'ended');
  checkHidden(check, client);
}

export default async function sipJs(demo, check) {
  const open = (browser) => SipJsPage.open(browser, demo.pageUrl);
  const before = await demo.gateway.contacts();
  await demo.within(open, async (client) => {
    await checkCalls(demo, check, client);
    check('R3-04: it is one contact', (await demo.gateway.contacts()) === before + 1);
    await client.does('stop');
    // It closes its socket right behind the REGISTER with expiry 0.
    const left = await eventually(async () => (await demo.gateway.contacts()) === before && 'none', { ms: 3000 });
    check('and none after it has left', left === 'none');
    check('no script error', client.problems.length === 0, client.problems.join('; '));
  });
  await demo.within(open, async (client) => {
    await client.does('start', { ...bob, habits: { hackViaTcp: true, hackIpInContact: '192.0.2.7' } });
    await client.registration('registered');
    const register = client.sent.find((m) => m.startsWith('REGISTER '));
    check('with TCP in its Via and an address in its Contact it registers too',
      /^SIP\/2\.0\/TCP /.test(sipField(register, 'Via')) && /@192\.0\.2\.7/.test(sipField(register, 'Contact')),
      `${sipField(register, 'Via')} ${sipField(register, 'Contact')}`);
    await demo.core.command('tone', 'call', { to: 'sip:Bob@enterprise.com' });
    await client.call('incoming');
    await client.does('answer');
    await client.call('active');
    await client.does('hangUp');
    check('and is called all the same', (await phoneState(demo, 'tone', 'ended')) === 'ended');
    await client.does('stop');
  });
}
