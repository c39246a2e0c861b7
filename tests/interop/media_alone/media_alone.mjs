// SPDX-License-Identifier: Apache-2.0
// Chromium with a small page, the eIMS-AGW, and an RTP echo behind it: Chromium hears its own tone. No SIP anywhere.
//   node media_alone.mjs <folder of the built programs>
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { check, eventually, finish } from '../support/checks.mjs';
import { launchChromium } from '../support/chromium.mjs';
import { JsonHost } from '../support/json_host.mjs';
import { writeTone } from '../support/tone.mjs';
import { ownIo } from './own_io.mjs';
import { describeTone, installToneMeter, toneComplaints } from '../support/tone_meter.mjs';

const build = resolve(process.argv[2] ?? 'build/release');
const program = join(build, 'tests/interop/media_alone/media-alone-host');
const consentLoss = 8; // seconds; Chromium checks a working pair about every 2.5 s

const codecs = {
  PCMA: { access: 8, core: 8, encoding: 'PCMA', rate: 8000, rtpmap: 'PCMA/8000' },
  PCMU: { access: 0, core: 0, encoding: 'PCMU', rate: 8000, rtpmap: 'PCMU/8000' },
  opus: { access: 111, core: 96, encoding: 'opus', rate: 48000, rtpmap: 'opus/48000/2',
    event: { access: 110, core: 97, encoding: 'telephone-event', rate: 48000, core_rate: 8000 } },
};

// In the page: a connection that sends the microphone, as offerer or, given an offer, as answerer.
async function describeInPage(offer) {
  const media = await navigator.mediaDevices.getUserMedia({
    audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 1 },
  });
  globalThis.pc = new RTCPeerConnection();
  globalThis.remote = new Promise((done) => { pc.ontrack = ({ track }) => done(new MediaStream([track])); });
  if (offer) await pc.setRemoteDescription({ type: 'offer', sdp: offer });
  pc.addTrack(media.getAudioTracks()[0], media);
  await pc.setLocalDescription();
  const line = (name) => pc.localDescription.sdp.match(new RegExp(`a=${name}:(.*)`))[1].trim();
  const [hash, fingerprint] = line('fingerprint').split(' ');
  return { ufrag: line('ice-ufrag'), pwd: line('ice-pwd'), hash, fingerprint, setup: line('setup') };
}

function describeGateway(facts, codec, setup) {
  return [
    'v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0', 'a=ice-lite',
    `m=audio ${facts.port} UDP/TLS/RTP/SAVPF ${[codec.access, codec.event?.access].join(' ').trim()}`, `c=IN IP4 ${facts.ip}`,
    'a=mid:0', 'a=sendrecv', 'a=rtcp-mux', `a=rtpmap:${codec.access} ${codec.rtpmap}`,
    ...(codec.event ? [`a=rtpmap:${codec.event.access} telephone-event/${codec.event.rate}`] : []),
    `a=ice-ufrag:${facts.ufrag}`, `a=ice-pwd:${facts.pwd}`,
    `a=fingerprint:${facts.hash} ${facts.fingerprint}`, `a=setup:${setup}`,
    `a=candidate:1 1 UDP ${facts.priority} ${facts.ip} ${facts.port} typ host`, 'a=end-of-candidates', '',
  ].join('\r\n');
}

// Chromium offers; the gateway takes the DTLS role it is told.
const originating = (role) => async (page, host, codec, payloads) => {
  const offer = await page.evaluate(describeInPage);
  const facts = await host.ask({ do: 'reserve', ...offer, role, payloads });
  const answer = describeGateway(facts, codec, role === 'client' ? 'active' : 'passive');
  await page.evaluate((sdp) => pc.setRemoteDescription({ type: 'answer', sdp }), answer);
  return `Chromium offered, the gateway is DTLS ${role}`;
};

// The gateway offers. Chromium's checks and ClientHello come before its answer: they have to wait there.
const terminating = async (page, host, codec, payloads) => {
  const facts = await host.ask({ do: 'reserve', payloads });
  const answer = await page.evaluate(describeInPage, describeGateway(facts, codec, 'actpass'));
  await page.waitForTimeout(300);
  const role = answer.setup === 'active' ? 'server' : 'client';
  await host.ask({ do: 'configure', ...answer, role, payloads });
  return `the gateway offered, it is DTLS ${role}`;
};

async function connect(page, host, name, how) {
  const { rtpmap, event, ...payload } = codecs[name];
  const what = await how(page, host, codecs[name], event ? [payload, event] : [payload]);
  const state = await eventually(() => page.evaluate(() => pc.connectionState === 'connected' && pc.connectionState));
  check(`${name}: connected; ${what}`, state === 'connected', host.events.map((e) => `${e.event} ${e.detail}`).join('; '));
}

async function statistics(page) {
  return page.evaluate(async () => {
    const found = {};
    for (const report of (await pc.getStats()).values()) {
      if (['inbound-rtp', 'outbound-rtp', 'remote-inbound-rtp', 'remote-outbound-rtp', 'transport'].includes(report.type))
        found[report.type] = report;
    }
    return found;
  });
}

async function checkTone(page, name) {
  await page.waitForTimeout(2000); // the jitter buffer settles
  const measured = await page.evaluate(async () => toneMeter(await remote, { seconds: 4 }));
  const complaints = toneComplaints(measured);
  check(`${name}: Chromium hears its own tone`, complaints.length === 0, [describeTone(measured), ...complaints].join('; '));
}

async function checkReports(page, host, name) {
  const all = await eventually(async () => {
    const s = await statistics(page);
    const h = await host.ask({ do: 'heard' });
    return s['remote-outbound-rtp'] && s['remote-inbound-rtp'] && h.reports_on_us > 0 && h.sender_reports > 0 && { s, h };
  }, { ms: 15000, every: 500 });
  if (!check(`${name}: reports went both ways`, all)) return console.log(await statistics(page), await host.ask({ do: 'heard' }));
  const { s, h } = all;
  check(`${name}: the gateway's SR is Chromium's remote-outbound-rtp, under the SSRC it hears`,
    s['remote-outbound-rtp'].ssrc === s['inbound-rtp'].ssrc && s['remote-outbound-rtp'].ssrc !== h.own_ssrc,
    `ssrc ${s['remote-outbound-rtp'].ssrc}, packetsSent ${s['remote-outbound-rtp'].packetsSent}`);
  check(`${name}: the gateway's RR speaks of the SSRC that Chromium sends`,
    s['remote-inbound-rtp'].ssrc === s['outbound-rtp'].ssrc && s['outbound-rtp'].ssrc !== h.ssrc,
    `ssrc ${s['remote-inbound-rtp'].ssrc}, phone hears ${h.ssrc}`);
  check(`${name}: the gateway's RR at the phone speaks of the phone's own SSRC only`,
    h.reports_on_us > 0 && h.reports_on_others === 0, `${h.reports_on_us} blocks on ${h.own_ssrc}`);
  const behind = (h.last_sequence_sent - h.highest_reported) & 0xffff;
  check(`${name}: and counts in the phone's own numbers`, behind < 500, `${behind} packets behind`);
  check(`${name}: the phone sees SR under the SSRC it hears, one CNAME, no feedback`,
    h.sender_reports > 0 && h.other_rtcp === 0 && new Set(h.cnames).size === 1, `${h.sender_reports} SR`);
  check(`${name}: payload type on the core is ${codecs[name].core}, nothing lost`,
    Object.keys(h.payload_types).join() === String(codecs[name].core) && h.lost === 0,
    `${h.packets} packets, lost ${h.lost}`);
  check(`${name}: no packet was refused`, h.srtp_unauthentic === 0 && h.srtp_replayed === 0 && h.payload_unmapped === 0);
  await checkStatistics(host, name);
  console.log(`      DTLS ${s.transport.tlsVersion}, ${s.transport.dtlsCipher}, ${s.transport.srtpCipher}; ` +
    `inbound lost ${s['inbound-rtp'].packetsLost}, concealed ${s['inbound-rtp'].concealedSamples} samples; ` +
    `round trip ${s['remote-inbound-rtp'].roundTripTime ?? '-'} s`);
}

// AGW-17: both peers have reported on what we send.
async function checkStatistics(host, name) {
  const seen = await eventually(async () => {
    const { access, core } = await host.ask({ do: 'statistics' });
    return access.round_trip_ms !== null && core.round_trip_ms !== null && { access, core };
  }, { ms: 10000, every: 500 });
  if (!check(`${name}: AGW-17: the gateway knows both round trips`, seen)) return;
  const { access, core } = seen;
  check(`${name}: AGW-17: nothing is lost, and it sounds as good as it can`,
    [access, core].every((t) => t.received > 50 && t.lost === 0 && t.peer_lost === 0 && t.round_trip_ms < 500 && t.mos > 4),
    JSON.stringify(seen));
}

// AUD-05: Chromium's 48 kHz events at a phone of 8 kHz, and its echo of them back in Chromium, which makes them heard.
async function checkDigits(page, host) {
  const dial = (tones, ms) => page.evaluate(([t, d]) => pc.getSenders()[0].dtmf.insertDTMF(t, d, 70), [tones, ms]);
  const events = async () => (await host.ask({ do: 'heard' })).events;
  await dial('15#', 160);
  await eventually(async () => (await events()).filter((e) => e.end_packets === 3).length === 3, { ms: 5000, every: 100 });
  const digits = await events();
  check('AUD-05: three digits arrive', digits.map((e) => e.event).join() === '1,5,11', JSON.stringify(digits));
  check('AUD-05: in the phone\'s clock, each with a marker and its end three times',
    digits.every((e) => Math.abs(e.duration - 1280) <= 160 && e.marker && e.end_packets === 3));

  await dial('5', 4000);
  await page.waitForTimeout(700);
  const heard = await page.evaluate(async () => toneMeter(await remote, { seconds: 1, hz: 770, searchHz: 60 }));
  check('AUD-05: the phone sends it back and Chromium hears the 770 Hz of a 5', Math.abs(heard.hz - 770) < 3, describeTone(heard));
  await eventually(async () => (await events()).at(-1).end_packets === 3, { ms: 6000 });
  const segments = (await events()).slice(3);
  const total = segments.reduce((sum, { duration }) => sum + duration, 0);
  const joined = segments.every((e, i) => i === 0 || Math.abs(e.timestamp - segments[i - 1].timestamp - segments[i - 1].duration) <= 160);
  check('AUD-05: a digit of 4 s, too long for one segment of 48 kHz, has its length and no gap',
    segments.length > 1 && joined && Math.abs(total - 32000) <= 320, JSON.stringify(segments));
}

async function oneCall(origin, tone, name, how, ending) {
  const host = new JsonHost(program, { consent_loss: consentLoss });
  await host.next();
  const chromium = await launchChromium({ tone });
  try {
    const page = await chromium.browser.newPage();
    await installToneMeter(page);
    await page.goto(origin);
    await connect(page, host, name, how);
    await checkTone(page, name);
    await checkReports(page, host, name);
    if (codecs[name].event) await checkDigits(page, host);
    await ending({ host, page, chromium });
    const released = await host.ask({ do: 'release' });
    check(`${name}: release tells what was relayed`, released.to_core > 100 && released.to_access > 100,
      `${released.to_core} to core, ${released.to_access} to access`);
    const health = await host.ask({ do: 'health' });
    check(`${name}: no context and no port is left`, health.contexts === 0 && health.core_ports_free === 100);
    const trails = new Set(host.log.filter((l) => l.startsWith('ims-agw ') && /context reserved|DTLS-SRTP is up/.test(l))
      .map((l) => l.split(' ')[1]));
    check(`${name}: one trail id in the log`, trails.size === 1 && /^[0-9a-f]{32}$/.test([...trails][0]), [...trails].join());
  } finally {
    await chromium.close();
    if (process.env.WIMS_VERBOSE) console.log(host.log.join('\n'));
    check(`${name}: the host ends in order`, (await host.end()).code === 0);
  }
}

const closesPolitely = async ({ host, page }) => {
  await page.evaluate(() => pc.close());
  const closed = await eventually(() => host.events.find((e) => e.event === 'dtls-closed'), { ms: 5000 });
  check('closing the page\'s connection is seen as close_notify', closed);
};

const isKilled = async ({ host, chromium }) => {
  const at = Date.now();
  check('opus: no consent was lost while Chromium lived', !host.events.some((e) => e.event === 'consent-lost'));
  chromium.kill();
  const lost = await eventually(() => host.events.find((e) => e.event === 'consent-lost'), { ms: (consentLoss + 4) * 1000 });
  check('opus: SIGKILL of Chromium is reported as lost consent', lost,
    lost && `after ${((lost.at - at) / 1000).toFixed(1)} s of at most ${consentLoss}`);
};

// The examples for hosts with I/O of their own.
async function withoutHost(origin, tone) {
  const chromium = await launchChromium({ tone });
  try {
    for (const name of ['own-io-echo', 'own-io-echo-c']) {
      const page = await chromium.browser.newPage();
      await installToneMeter(page);
      await page.goto(origin);
      await ownIo(build, name, page, describeInPage);
      await page.close();
    }
  } finally {
    await chromium.close();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'media-alone-'));
const server = createServer((_, response) => {
  response.setHeader('content-type', 'text/html');
  response.end('<!doctype html><title>media alone</title>');
});
try {
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${server.address().port}/`;
  const tone = join(folder, 'tone.wav');
  writeTone(tone);
  await oneCall(origin, tone, 'PCMA', originating('server'), closesPolitely);
  await oneCall(origin, tone, 'PCMU', terminating, closesPolitely);
  await oneCall(origin, tone, 'opus', originating('client'), isKilled);
  await withoutHost(origin, tone);
} catch (error) {
  check('the proof ran to its end', false, error.stack);
} finally {
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
finish();
