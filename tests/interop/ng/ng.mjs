// SPDX-License-Identifier: Apache-2.0
// One Kamailio script for rtpengine, Chromium with JsSIP and baresip as the phone: the same calls with rtpengine-daemon and with
// wims-ng-gateway.   node ng.mjs <build folder>
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Baresip } from '../ims_core/baresip.mjs';
import { check, eventually, finish } from '../support/checks.mjs';
import { launchChromium } from '../support/chromium.mjs';
import { MediaPage } from '../support/media_page.mjs';
import { writeTone } from '../support/tone.mjs';
import { describeTone, toneComplaints } from '../support/tone_meter.mjs';
import { daemons, NgDaemon } from './ng_daemon.mjs';

const build = resolve(process.argv[2] ?? 'build/release');
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const phoneUri = 'sip:phone@127.0.0.1';
const webUri = 'sip:web@127.0.0.1';
const phoneHz = 600;
const settle = 1500;  // ms until jitter buffers are level

const bundle = () => execFileSync('esbuild', [here('client.js'), '--bundle', '--format=iife', '--target=es2022', '--log-level=error'],
  { encoding: 'utf8', env: { ...process.env, NODE_PATH: here('../../../examples/wic/node_modules') } });

class Page extends MediaPage {
  static async open(browser) {
    const page = new Page();
    await page.prepare(browser, { measures: true });
    await page.page.goto('http://127.0.0.1:8080/');
    await page.page.addScriptTag({ content: bundle() });
    await page.does('start', { uri: webUri, socket: 'ws://127.0.0.1:8080' });
    await page.registration('registered');
    return page;
  }
  does(name, argument) {
    return this.page.evaluate(([n, a]) => { const done = globalThis.sipClient[n](a); return done?.then?.(() => {}); }, [name, argument]);
  }
}

async function startKamailio(folder) {
  const kamailio = spawn('kamailio', ['-DD', '-E', '-m', '64', '-M', '8', '-f', here('kamailio.cfg'), '-Y', folder,
    '-P', join(folder, 'kamailio.pid')], { stdio: ['ignore', 'pipe', 'pipe'] });
  kamailio.text = '';
  for (const stream of [kamailio.stdout, kamailio.stderr]) stream.on('data', (text) => { kamailio.text += text; });
  const up = await eventually(() => fetch('http://127.0.0.1:8080/').then((r) => r.ok, () => false));
  if (!up) throw new Error(`Kamailio does not come up: ${kamailio.text}`);
  return kamailio;
}

const start = (folder, source) => Baresip.start({ user: 'phone', domain: '127.0.0.1', password: 'none', ip: '127.0.0.1',
  proxy: '127.0.0.1:5060', codecs: 'pcma', folder, source });

async function hears(page, what, { hz = 1000 } = {}) {
  await page.page.waitForTimeout(settle);
  const measured = await page.hear({ seconds: 2, hz });
  const complaints = toneComplaints(measured, { hz });
  check(what, complaints.length === 0, [describeTone(measured), ...complaints].join('; '));
}

const packets = async (page) => (await page.statistics())['inbound-rtp']?.packetsReceived ?? 0;

async function calls(name, page, phone) {
  await page.does('call', phoneUri);
  await page.call('active');
  check(`${name}: the browser calls the phone`, (await phone.event('CALL_ESTABLISHED')) !== null);
  await hears(page, `${name}: and hears its tone come back from the phone`);
  await page.does('hangUp');
  await page.call('ended');
  check(`${name}: the browser hangs up, the phone's call ends`, (await phone.event('CALL_CLOSED')) !== null);
  phone.call(webUri);
  await page.call('incoming');
  await page.does('answer');
  await page.call('active');
  await hears(page, `${name}: the phone calls, and the browser hears its tone come back`);
  phone.hangUp();
  await page.call('ended');
  phone.call(webUri);
  await page.call('incoming');
  phone.hangUp();
  await page.call('failed-Canceled');
}

async function holds(name, page, phone) {
  const tone = { hz: phoneHz };
  const offers = () => page.received.filter((m) => m.startsWith('INVITE ') && /m=audio/.test(m));
  await page.does('call', phoneUri);
  await page.call('active');
  await hears(page, `${name}: the browser hears the phone's tone`, tone);
  await page.does('hold');
  const before = await packets(page);
  await page.page.waitForTimeout(600);
  const during = await packets(page) - before;
  check(`${name}: on hold by the browser, nothing comes`, during < 10, `${during} packets in 0.6 s`);
  await page.does('resume');
  await hears(page, `${name}: resumed by the browser`, tone);
  phone.command('hold');
  check(`${name}: the phone's hold reaches the browser`,
    await eventually(() => /a=(sendonly|inactive)/.test(offers().at(-1) ?? '')));
  phone.command('resume');
  await eventually(() => /a=sendrecv/.test(offers().at(-1)));
  await hears(page, `${name}: resumed by the phone`, tone);
  await page.does('hangUp');
  await page.call('ended');
}

async function proves(name, command, chromium, folder) {
  const daemon = await NgDaemon.start(command);
  const kamailio = await startKamailio(folder);
  let phone, page;
  try {
    page = await Page.open(chromium.browser);
    phone = await start(join(folder, 'echo'), 'aubridge,echo');
    await calls(name, page, phone);
    await phone.stop();
    writeTone(join(folder, 'phone.wav'), { hz: phoneHz, rate: 8000, seconds: 60 });
    phone = await start(join(folder, 'tone'), `aufile,${join(folder, 'phone.wav')}`);
    await holds(name, page, phone);
    check(`${name}: nothing of the four calls is left at the daemon`, await eventually(() => daemon.empty(), { ms: 40000 }));
    const refused = kamailio.text.match(/proxy replied with error[^\n]*/g) ?? [];
    check(`${name}: the daemon refused nothing that the script asked`, refused.length === 0, refused[0]);
  } catch (error) {
    check(`${name}: ran to its end`, false, `${error.stack}\n${kamailio.text.slice(-2000)}\n${daemon.log.slice(-2000)}`);
  } finally {
    await page?.close();
    await phone?.stop();
    kamailio.kill();
    await new Promise((done) => kamailio.once('exit', done));
    check(`${name}: the daemon ends in order`, (await daemon.stop()) === 0);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'ng-'));
const tone = join(folder, 'tone.wav');
writeTone(tone);
const chromium = await launchChromium({ tone });
try {
  for (const [name, command] of Object.entries(daemons(build))) await proves(name, command, chromium, folder);
} finally {
  await chromium.close();
  rmSync(folder, { recursive: true, force: true });
}
finish();
