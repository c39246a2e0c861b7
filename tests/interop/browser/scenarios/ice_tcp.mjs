// SPDX-License-Identifier: Apache-2.0
// W3-03: where no UDP gets through, the browser's media goes over a TCP connection to the gateway.
import { checkTones } from '../call_checks.mjs';

const selectedTransport = (wic) => wic.page.evaluate(async () => {
  const statistics = await globalThis.connections.at(-1).getStats();
  const [transport] = [...statistics.values()].filter(({ type }) => type === 'transport');
  const pair = statistics.get(transport.selectedCandidatePairId);
  return `${statistics.get(pair.remoteCandidateId).protocol} ${statistics.get(pair.localCandidateId).tcpType}`;
});

export default async function iceTcp(demo, check) {
  await demo.withPage({ measures: true, tcpOnly: true }, async (wic) => {
    await wic.logIn('bob');
    await wic.dial('sip:echo@ims.operator.example');
    await wic.call('active');
    await checkTones(demo, check, wic, 'echo', { hz: 1000, dbfs: -12 });
    const transport = await selectedTransport(wic);
    check('over the gateway\'s passive TCP candidate', transport === 'tcp active', transport);
    const [candidate] = wic.received.join('').match(/^a=candidate:.* tcp .*$/im) ?? [''];
    check('which its SDP names', / typ host tcptype passive\s*$/i.test(candidate), candidate.trim());
    await wic.press('Escape');
    await wic.call('ended');
  });
}
