// SPDX-License-Identifier: Apache-2.0
// What several scenarios check in the same way.
import { eventually } from '../support/checks.mjs';
import { describeTone, toneComplaints } from '../support/tone_meter.mjs';

const sineLevel = 3.01; // dB: the phones call a full-scale sine 0 dBFS, the meter in the page goes by root mean square

export const asRms = (sineDbfs) => sineDbfs - sineLevel;

const browsersTone = { hz: 1000, dbfs: -12 };
const described = ({ measured, complaints }) => [measured, ...complaints].join('; ');
const describePhone = ({ hz, dbfs, gaps }) => `${hz} Hz, ${dbfs.toFixed(2)} dBFS, ${gaps} gaps`;

// A tone in the page and one at the phone, over the same 3 seconds.
async function measureBothWays(demo, wic, phoneName, { hz, dbfs }) {
  const before = await demo.core.phone(phoneName);
  const inPage = await wic.hear({ seconds: 3, hz, dbfs });
  const { heard } = await demo.core.phone(phoneName);
  const atPhone = { hz: heard.frequency_hz ?? 0, dbfs: asRms(heard.level_dbfs ?? -99),
    gaps: heard.gaps_over_60ms - before.heard.gaps_over_60ms, longestGapMs: 0 };
  return {
    page: { complaints: toneComplaints(inPage, { hz, dbfs }), measured: describeTone(inPage) },
    phone: { complaints: toneComplaints(atPhone, browsersTone), measured: describePhone(atPhone) },
  };
}

// `dbfs` as root mean square. Jitter buffers settle and a busy machine hiccups: one clean stretch is asked for.
export async function checkTones(demo, check, wic, phoneName, tone) {
  let last;
  await eventually(async () => {
    last = await measureBothWays(demo, wic, phoneName, tone);
    return last.page.complaints.length + last.phone.complaints.length === 0;
  }, { ms: 10000 });
  check(`the browser hears ${tone.hz} Hz`, last.page.complaints.length === 0, described(last.page));
  check('the phone hears the browser\'s 1000 Hz', last.phone.complaints.length === 0, described(last.phone));
}

// As soon as a clean second of the tone arrives in the page. `dbfs` as root mean square.
export async function checkHears(check, what, wic, { hz, dbfs }) {
  let said = '';
  const clean = await eventually(async () => {
    const measured = await wic.hear({ seconds: 1, hz, dbfs });
    const complaints = toneComplaints(measured, { hz, dbfs });
    said = described({ measured: describeTone(measured), complaints });
    return complaints.length === 0;
  }, { ms: 8000 });
  return check(what, clean, said);
}

// The same at a phone, which measures the last second itself.
export async function checkPhoneHears(check, what, demo, name, { hz, dbfs } = browsersTone) {
  let said = '';
  const clean = await eventually(async () => {
    const { frequency_hz: frequency, level_dbfs: level } = (await demo.core.phone(name)).heard;
    const measured = { hz: frequency ?? 0, dbfs: asRms(level ?? -99), gaps: 0 };
    const complaints = toneComplaints(measured, { hz, dbfs });
    said = described({ measured: describePhone(measured), complaints });
    return complaints.length === 0;
  }, { ms: 8000 });
  return check(what, clean, said);
}

export const phoneHearsNothing = (demo, name) =>
  eventually(async () => ((await demo.core.phone(name)).heard.level_dbfs ?? -99) < -50, { ms: 8000 });

// RTCP goes both ways, about the right sources.
export async function checkReports(demo, check, wic, phoneName) {
  const both = await eventually(async () => {
    const page = await wic.statistics();
    const { rtcp } = await demo.core.phone(phoneName);
    return page['remote-outbound-rtp'] && page['remote-inbound-rtp'] && rtcp.sr_sent > 0 && rtcp.rr_received.length > 0 &&
      { page, rtcp };
  }, { ms: 15000, every: 500 });
  if (!check('AGW-16: reports went both ways', both)) return;
  const { page, rtcp } = both;
  check('an SR arrives as remote-outbound-rtp of what the browser hears',
    page['remote-outbound-rtp'].ssrc === page['inbound-rtp'].ssrc && page['remote-outbound-rtp'].packetsSent > 0,
    `SSRC ${page['remote-outbound-rtp'].ssrc}`);
  check('an RR arrives at the phone and speaks of the phone\'s SSRC',
    rtcp.rr_received.every((block) => block.ssrc === rtcp.own_ssrc), `SSRC ${rtcp.own_ssrc}`);
  check('the RR that arrives speaks of what the browser sends',
    page['remote-inbound-rtp'].ssrc === page['outbound-rtp'].ssrc, `SSRC ${page['outbound-rtp'].ssrc}`);
}

// The ids in a Session-ID that are not null.
export const trailsOf = (sessionId) => [...sessionId.matchAll(/[0-9a-f]{32}/g)].map(([id]) => id).filter((id) => !/^0+$/.test(id));

// One trail id in the log lines of each of these entities.
export function checkTrail(demo, check, sessionId, entities) {
  const ids = trailsOf(sessionId);
  const spoke = new Set();
  for (const line of demo.logs().split('\n')) {
    if (!ids.some((id) => line.includes(id))) continue;
    try { spoke.add(JSON.parse(line).entity); } catch { /* a line being written */ }
  }
  const silent = entities.filter((entity) => !spoke.has(entity));
  check('one trail id is in the log of every entity that the call touched', silent.length === 0,
    silent.length === 0 ? `${ids.join(' ')}: ${[...spoke].join(' ')}` : `silent: ${silent.join(' ')}; ${ids.join(' ')}`);
}

// R3-09: nothing that the WIC got names the identity that IMS gave it.
export function checkHidden(check, wic) {
  check('R3-09: the WIC never sees its IMPU', !wic.received.some((message) => /\bw1-[^@\s]+@webrtc\./i.test(message)));
}

export const phoneState = (demo, name, state, ms = 5000) =>
  eventually(async () => (await demo.core.phone(name)).state === state && state, { ms, every: 100 });

// The page is told another W2 address than the WWSF gives.
export const leadTo = (wss) => (page) => page.addInitScript((address) => {
  const { fetch } = globalThis;
  globalThis.fetch = async (...asked) => {
    const response = await fetch(...asked);
    if (!String(asked[0]).endsWith('/api/bootstrap') || !response.ok) return response;
    return new Response(JSON.stringify({ ...(await response.json()), wss: address }), { headers: response.headers });
  };
}, wss);

// Out and in.
export async function checkCalls(demo, check, name, wic, identity) {
  await wic.dial('sip:echo@ims.operator.example');
  await wic.call('active');
  check(`${name}: it calls`, true);
  await wic.press('Escape');
  await wic.call('ended');
  await demo.core.command('tone', 'call', { to: identity });
  const rings = await wic.call('incoming', 10000).then(() => true, () => false);
  check(`${name}: it is called`, rings);
  await wic.press('Escape');
  await wic.call('ended');
}
