// SPDX-License-Identifier: Apache-2.0
// VID-01, VID-03, BND-04: a video call to a phone that sends the picture back: bundled on W3, two streams on the core.
import { eventually } from '../../support/checks.mjs';
import { checkPhoneHears } from '../call_checks.mjs';

// Of the page's picture: what it decodes and what it sends.
const picture = (wic) => wic.page.evaluate(async () => {
  const found = {};
  for (const report of (await globalThis.connections.at(-1).getStats()).values())
    if (report.kind === 'video' && ['inbound-rtp', 'outbound-rtp'].includes(report.type)) found[report.type] = report;
  const codecs = (await globalThis.connections.at(-1).getStats());
  return { in: found['inbound-rtp'], out: found['outbound-rtp'],
    codec: codecs.get(found['inbound-rtp']?.codecId)?.mimeType ?? '' };
});

export default async function videoCall(demo, check) {
  await demo.withPage({ measures: false }, async (wic) => {
    await wic.logIn('bob');
    await wic.page.evaluate(() => { document.body.dataset.call = 'idle'; });
    await wic.page.fill('#target', 'sip:echo@ims.operator.example');
    await wic.page.click('#video-call');
    await wic.call('active');

    const seen = await eventually(async () => {
      const now = await picture(wic);
      return now.in?.framesDecoded > 30 && now;
    }, { ms: 20000, every: 500 });
    if (!check('VID-01: the page decodes its own picture, come back from the phone', seen,
      JSON.stringify(seen || await picture(wic)).slice(0, 600))) return;
    check('the picture is as large as the camera\'s', seen.in.frameWidth >= 320 && seen.in.frameHeight >= 240,
      `${seen.in.frameWidth}x${seen.in.frameHeight}, ${seen.codec}, ${seen.in.framesDecoded} frames`);
    check('it is shown', await wic.page.isVisible('#remote-video'));

    const answer = wic.received.find((message) => /^SIP\/2.0 200/.test(message) && message.includes('m=video'));
    check('BND-04: audio and video are one transport', /a=group:BUNDLE \S+ \S+/.test(answer ?? ''));
    check('BND-04: the picture is sorted by its MID', /a=extmap:\d+ urn:ietf:params:rtp-hdrext:sdes:mid/.test(answer ?? ''));
    check('VID-05 VID-06: neither simulcast nor RTX was agreed', answer && !/a=(simulcast|rid)|rtx\/90000/.test(answer));

    // A key frame on demand: the phone's PLI reaches the page's encoder, and its picture comes back.
    const before = await picture(wic);
    const asked = await demo.gateway.counter('agw.key_frames_asked_access');
    const at = Date.now();
    await demo.core.command('echo', 'key-frame');
    const fresh = await eventually(async () => {
      const now = await picture(wic);
      return now.in.keyFramesDecoded > before.in.keyFramesDecoded && now;
    }, { ms: 5000, every: 100 });
    check('VID-03: a PLI of the phone: a key frame of the page within a second', fresh && Date.now() - at < 1500,
      `${before.in.keyFramesDecoded} -> ${fresh ? fresh.in.keyFramesDecoded : '-'} after ${Date.now() - at} ms`);
    check('the page got it as a PLI', fresh && fresh.out.pliCount > before.out.pliCount &&
      (await demo.gateway.counter('agw.key_frames_asked_access')) > asked, `${fresh && fresh.out.pliCount}`);

    const adapted = await eventually(async () => (await picture(wic)).out.targetBitrate > 0 && picture(wic),
      { ms: 5000, every: 500 });
    check('AGW-16: the page is told how its packets arrive', adapted, `${adapted && adapted.out.targetBitrate} bit/s`);
    await checkPhoneHears(check, 'the sound goes along', demo, 'echo');

    await wic.press('Escape');
    await wic.call('ended');
    check('no script error', wic.problems.length === 0, wic.problems.join('; '));
  });
}
