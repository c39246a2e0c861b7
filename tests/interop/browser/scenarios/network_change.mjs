// SPDX-License-Identifier: Apache-2.0
// AGW-05, ALG-12: a NAT gives the browser another port in mid-call, and the sound follows; the path breaks for good, and the
// page restarts ICE: new names on both sides, the same DTLS association. Where the gateway asks for consent itself, the
// browser's answers keep the call.
import { checkHears, checkPhoneHears } from '../call_checks.mjs';
import { eventually } from '../../support/checks.mjs';
import { UdpProxy } from '../../support/udp_proxy.mjs';

const echo = { hz: 1000, dbfs: -12 };

const namesIn = (messages) =>
  [...new Set(messages.flatMap((message) => message.match(/^a=ice-ufrag:.*$/gm) ?? []).map((line) => line.trim()))];

// The gateway's candidate, as the page got it.
async function followCandidate(wic, proxy) {
  const [, address, port] = await eventually(() => /^a=candidate:\S+ \d+ udp \d+ (\S+) (\d+)/im.exec(wic.received.join('')));
  proxy.leadTo(address, Number(port));
}

async function checkConsent(demo, check, before) {
  const given = await eventually(async () => (await demo.gateway.counter('agw.consent_given')) - before, { ms: 8000 });
  check('AGW-05: the browser answers the gateway\'s own checks', given > 0, `${given} answers`);
}

export default async function networkChange(demo, check) {
  const proxy = await UdpProxy.open('127.0.0.1');
  try {
    await demo.withPage({ measures: true, mediaProxy: proxy.place }, async (wic) => {
      await wic.logIn('bob');
      await wic.dial('sip:echo@ims.operator.example');
      await followCandidate(wic, proxy);
      await wic.call('active');
      await checkHears(check, 'the page hears its echo through a NAT', wic, echo);
      const handshakes = await demo.gateway.counter('agw.dtls_established');
      const consents = await demo.gateway.counter('agw.consent_given');

      await proxy.rebind();
      await checkHears(check, 'the NAT rebinds: the page hears its echo again', wic, echo);
      await checkPhoneHears(check, 'and the phone hears the page', demo, 'echo');
      check('without a new offer', namesIn(wic.sent).length === 1, namesIn(wic.sent).join(' '));

      proxy.takeDown();
      const offered = await eventually(() => namesIn(wic.sent).length === 2, { ms: 20000, every: 100 });
      check('the path breaks: the page restarts ICE', offered, namesIn(wic.sent).join(' '));
      await proxy.rebind();
      proxy.restore();
      await checkHears(check, 'and hears its echo over the new path', wic, echo);
      await checkPhoneHears(check, 'and the phone the page', demo, 'echo');
      check('ALG-12: the gateway has a new ICE name', namesIn(wic.received).length === 2, namesIn(wic.received).join(' '));
      check('ALG-12: the DTLS association is the same', (await demo.gateway.counter('agw.dtls_established')) === handshakes);
      check('the gateway counts the restart', (await demo.gateway.counter('agw.ice_restarts')) > 0);
      if (demo.apart)  // ep_cscf.json has consent=send
        await checkConsent(demo, check, consents);
      await wic.press('Escape');
      await wic.call('ended');
      check('no script error', wic.problems.length === 0, wic.problems.join('; '));
    });
  } finally {
    proxy.close();
  }
}
