// SPDX-License-Identifier: Apache-2.0
// ALG-12: hold and resume, from the page and from the phone; the sound comes back over the same DTLS association.
import { asRms, checkHears, checkPhoneHears, phoneHearsNothing } from '../call_checks.mjs';
import { eventually } from '../../support/checks.mjs';

const linesOf = (messages, pattern) => [...new Set(messages.flatMap((message) => message.match(pattern) ?? []))];

const packetsSent = async (demo) => (await demo.core.phone('tone')).sent.packets;

async function phoneCommand(demo, command) {
  await demo.core.command('tone', command);
  return eventually(async () => (await demo.core.phone('tone')).last_reinvite_status, { ms: 5000, every: 100 });
}

export default async function hold(demo, check) {
  await demo.withPage({ measures: true }, async (wic) => {
    await wic.logIn('bob');
    await wic.dial('sip:tone@ims.operator.example');
    await wic.call('active');
    const { sent } = await demo.core.phone('tone');
    const tone = { hz: sent.frequency_hz, dbfs: asRms(sent.level_dbfs) };
    await checkHears(check, 'the page hears the phone', wic, tone);
    const handshakes = await demo.gateway.counter('agw.dtls_established');

    await wic.press('h');
    await wic.hold('us');
    check('H holds: the page says so', (await wic.text('#in-call-state')) === 'On hold' && (await wic.text('#hold')) === 'Resume');
    check('the phone hears nothing', await phoneHearsNothing(demo, 'tone'));
    check('and sends nothing', await eventually(async () => {
      const before = await packetsSent(demo);
      await wic.page.waitForTimeout(200);
      return (await packetsSent(demo)) === before;
    }));
    await wic.press('h');
    await wic.hold('none');
    await checkHears(check, 'H resumes: the page hears the phone again', wic, tone);
    await checkPhoneHears(check, 'and the phone the page', demo, 'tone');

    check('the phone holds: its re-INVITE is answered', (await phoneCommand(demo, 'hold')) === 200);
    await wic.hold('them');
    check('the page says who holds', (await wic.text('#in-call-state')) === 'They put you on hold');
    check('the phone hears nothing while it holds', await phoneHearsNothing(demo, 'tone'));
    check('the phone resumes: its re-INVITE is answered', (await phoneCommand(demo, 'resume')) === 200);
    await wic.hold('none');
    await checkPhoneHears(check, 'and hears the page again', demo, 'tone');
    await checkHears(check, 'and the page hears it', wic, tone);

    check('ALG-12: no new DTLS handshake', (await demo.gateway.counter('agw.dtls_established')) === handshakes);
    const ours = linesOf(wic.received, /^a=(?:ice-ufrag|fingerprint):.*$/gm);
    const theirs = linesOf(wic.sent, /^a=(?:ice-ufrag|fingerprint):.*$/gm);
    check('ALG-12: neither side changed its ICE name or fingerprint', ours.length === 2 && theirs.length === 2,
      [...ours, ...theirs].map((line) => line.trim().slice(0, 40)).join(' '));
    await wic.press('Escape');
    await wic.call('ended');
  });
}
