// SPDX-License-Identifier: Apache-2.0
// Bob logs in, calls the echo phone and hears himself.
import { addressOf, sipField } from '../../support/wic_page.mjs';
import { eventually } from '../../support/checks.mjs';
import { checkMw, checkOriginating } from '../mw.mjs';
import { checkHidden, checkReports, checkTones, checkTrail, phoneState, trailsOf } from '../call_checks.mjs';

function checkSip(check, wic) {
  const register = wic.sent.find((m) => m.startsWith('REGISTER '));
  const invite = wic.sent.find((m) => m.startsWith('INVITE '));
  const contact = sipField(register, 'Contact');
  check('WIC-05: Via and Contact of a WebSocket client', /^SIP\/2\.0\/WSS [\w]+\.invalid;branch=z9hG4bK/.test(sipField(register, 'Via')) &&
    /;transport=ws>/.test(contact) && /\+sip\.instance="<urn:uuid:/.test(contact) && /;reg-id=1/.test(contact), contact);
  check('WIC-05: Supported', ['path', 'outbound', 'gruu'].every((tag) => sipField(register, 'Supported').includes(tag)));
  check('WIC-06: REGISTER carries the external identity and the token',
    addressOf(sipField(register, 'To')) === 'sip:Bob@enterprise.com' && /^Bearer ey/.test(sipField(register, 'Authorization')));
  check('WIC-07: INVITE is from the identity of REGISTER',
    addressOf(sipField(invite, 'From')) === addressOf(sipField(register, 'To')));
  const bare = wic.sent.filter((m) => /^(REGISTER|INVITE|BYE|UPDATE) /.test(m) && !/^Bearer ey/.test(sipField(m, 'Authorization')));
  check('WIC-08: the token is in every request', bare.length === 0, bare.map((m) => m.split(' ')[0]).join(' '));
}

async function checkMute(check, demo, wic) {
  const level = async () => (await demo.core.phone('echo')).heard.level_dbfs ?? -99;
  await wic.press('m');
  check('M mutes: the page says so', (await wic.text('#mute')) === 'Muted');
  check('and the phone hears nothing', await eventually(async () => (await level()) < -50, { ms: 8000 }), `${await level()} dBFS`);
  await wic.press('m');
  check('M again: it hears the browser', await eventually(async () => (await level()) > -20, { ms: 8000 }), `${await level()} dBFS`);
}

// TRM-06: the phone calls back whom its display names: an IMPU that only the core knows.
async function checkCallBack(demo, check, wic, impu) {
  check('the phone sees an IMPU of the block, not Bob', /^sip:w1-[^@]+@webrtc\.operator\.example$/.test(impu), impu);
  await demo.core.command('tone', 'call', { to: impu });
  const rings = await wic.call('incoming', 10000).then(() => true, () => false);
  check('TRM-06: a call to that IMPU rings at Bob\'s', rings);
  if (!rings) return;
  await wic.press('Escape');
  await wic.call('ended');
  check('and his decline reaches the caller', (await phoneState(demo, 'tone', 'ended')) === 'ended' &&
    (await demo.core.phone('tone')).last_failure_status === 603);
}

export default async function callEcho(demo, check) {
  await demo.withPage({ measures: true }, async (wic) => {
    await wic.logIn('bob');
    check('WIC-04: a secure WebSocket', wic.socketUrl.startsWith('wss://'), wic.socketUrl);
    await wic.dial('sip:echo@ims.operator.example');
    await wic.call('active');
    check('the page shows whom, and that they are connected',
      (await wic.text('#in-call-peer')) === 'echo@ims.operator.example' && (await wic.text('#in-call-state')) === 'Connected');
    await checkTones(demo, check, wic, 'echo', { hz: 1000, dbfs: -12 });
    const level = await wic.page.evaluate(() => Number(document.getElementById('remote-meter').style.getPropertyValue('--level')));
    check('the level meter shows that sound arrives', level > 0.5, `${level}`);
    check('the timer runs', /^0:0[3-9]|^0:[1-5]\d/.test(await wic.text('#timer')), await wic.text('#timer'));
    await checkReports(demo, check, wic, 'echo');
    const phone = await demo.core.phone('echo');
    await checkMute(check, demo, wic);
    await wic.press('Escape');
    await wic.call('ended');
    checkSip(check, wic);
    checkTrail(demo, check, phone.session_id, ['iwf', 'p-cscf', 'ims-agw', 'wimpu-registrar', 's-cscf', 'echo-phone']);
    const places = await checkMw(demo, check, wic, trailsOf(phone.session_id)[0]);
    check('the icid-value is the trail', places.has('icid-value'));
    await checkOriginating(demo, check, wic, phone.remote);
    await checkCallBack(demo, check, wic, phone.remote);
    checkHidden(check, wic);
    const token = sipField(wic.sent.find((m) => m.startsWith('REGISTER ')), 'Authorization').split(' ')[1];
    check('EPC-18: the token is in no log', token.split('.').slice(1).every((part) => !demo.logs().includes(part)));
    const foreign = wic.loaded.filter((url) => !url.startsWith(demo.pageUrl) && !/^(blob|data):/.test(url));
    check('WIC-01: all of it comes from the WWSF, into a browser as it is', foreign.length === 0, foreign.join(' '));
    check('W1-04: no token in any URL', ![...wic.loaded, wic.socketUrl].some((url) => /^\w+:\/\/.*\bey[\w-]{10}/.test(url)));
    check('no script error', wic.problems.length === 0, wic.problems.join('; '));
  });
}
