// SPDX-License-Identifier: Apache-2.0
// Runs scenarios against a demo that is up. Starts nothing but Chromium. Every process of the gateway that has a control
// address is a --gateway; the first has the P-CSCF.
//   node run.mjs --page URL --other-page URL --core URL --gateway URL... --ca FILE --signing-key FILE [--processes FOLDER --build DIRECTORY] [--log FILE]... [SCENARIO...]
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { check, eventually, finish } from '../support/checks.mjs';
import { launchChromium } from '../support/chromium.mjs';
import { CoreControl, GatewayControl } from '../support/control.mjs';
import { IwfHost } from '../support/iwf_host.mjs';
import { writeTone } from '../support/tone.mjs';
import { trustCa } from '../support/trusted_home.mjs';
import { WebUser } from '../support/web_user.mjs';
import { WicPage } from '../support/wic_page.mjs';

// In this order: what stands alone first, what leaves traces last.
const scenarios = [
  'web_server', 'bad_password', 'wic_errors', 'invalid_token', 'call_echo', 'video_call', 'called_by_tone', 'hangup_each_side', 'decline',
  'caller_cancels', 'second_caller', 'two_pages', 'dtmf', 'hold', 'reload', 'browser_to_browser', 'reconnect_in_call', 'network_change', 'ice_tcp', 'sip_js',
  'bad_tokens_and_origins', 'two_parties', 'log_out', 'kill_chromium', 'thousand_registrations',
];

// Where every entity is a process of its own.
const apart = ['any_iwf', 'iwf_added', 'iwf_killed', 'ep_cscf_restarted', 'registrar_killed'];

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    page: { type: 'string' }, 'other-page': { type: 'string' }, core: { type: 'string' }, gateway: { type: 'string', multiple: true }, ca: { type: 'string' },
    'signing-key': { type: 'string' }, processes: { type: 'string' }, build: { type: 'string' }, log: { type: 'string', multiple: true, default: [] },
  },
});
for (const name of ['page', 'other-page', 'core', 'gateway', 'ca', 'signing-key']) {
  if (options[name]) continue;
  console.error(`error: --${name} is missing`);
  process.exit(2);
}
const unknown = positionals.filter((name) => ![...scenarios, ...apart].includes(name));
if (unknown.length > 0) {
  console.error(`error: no such scenario: ${unknown.join(', ')}; there are ${[...scenarios, ...apart].join(', ')}`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'wims-browser-'));
const home = trustCa(join(folder, 'home'), options.ca);
const tone = join(folder, 'tone.wav');
writeTone(tone);

// What every scenario gets. Each closes what it opens.
const demo = {
  pageUrl: options.page,
  ca: readFileSync(options.ca),
  signingKeyPem: () => readFileSync(options['signing-key'], 'utf8'),
  core: new CoreControl(options.core),
  gateway: new GatewayControl(...options.gateway),
  webUser: () => new WebUser(options.page, demo.ca),
  // The page of the third party.
  otherPageUrl: options['other-page'],
  otherWebUser: () => new WebUser(options['other-page'], demo.ca),
  chromium: () => launchChromium({ tone, home }),
  openPage: (browser, { url = options.page, ...rest } = {}) => WicPage.open(browser, url, rest),
  apart: options.processes !== undefined,  // every entity is a process of its own, with its own example configuration
  logs: () => options.log.map((file) => readFileSync(file, 'utf8')).join('\n'),
  // Apart: a process dies as by the OOM killer; examples/run starts it again.
  kill: (name) => process.kill(Number(readFileSync(join(options.processes, `${name}.pid`), 'utf8')), 'SIGKILL'),
  // Apart: a process hangs, and answers nobody.
  stop: (name) => process.kill(Number(readFileSync(join(options.processes, `${name}.pid`), 'utf8')), 'SIGSTOP'),
  // Apart: where the P-CSCF listens to the core, whose addresses it trusts.
  mw: () => {
    const { mw } = configurationOf('ep_cscf').p_cscf;
    return { ip: mw.ip, mw };
  },
  // Apart: what the I-CSCF asks the registrar with.
  asICscf: () => {
    const { registrar } = configurationOf('i_cscf');
    const file = (name) => readFileSync(join(options.processes, name));
    return { address: `${registrar.address.ip}:${registrar.address.port}`, ca: file(registrar.ca_file),
      certificate: file(registrar.certificate_file), key: file(registrar.private_key_file) };
  },
  // Apart: a third IWF, of the second one's configuration with a node id and ports of its own.
  addIwf: () => IwfHost.start(options.build, options.processes, configurationOf('iwf_second')),
  // Runs `use(page)` in a fresh browser context and leaves nothing behind.
  withPage: (pageOptions, use) => demo.within((browser) => demo.openPage(browser, pageOptions), use),
  // The same in a page that `open(browser)` makes.
  async within(open, use) {
    shared ??= demo.chromium();
    const page = await open((await shared).browser);
    try {
      await use(page);
    } finally {
      await page.close();
    }
  },
};
function configurationOf(name) { return JSON.parse(readFileSync(join(options.processes, `${name}.json`), 'utf8')); }
let shared = null;  // one Chromium for all but those who kill it

async function reset() {
  for (const phone of ['echo', 'tone']) {
    await demo.core.command(phone, 'reset');
    await demo.core.command(phone, 'answer-delay', { ms: 300 });
  }
}

try {
  for (const name of positionals.length > 0 ? positionals : options.processes ? [...scenarios, ...apart] : scenarios) {
    const at = Date.now();
    console.log(`--- ${name}`);
    const { default: scenario } = await import(`./scenarios/${name}.mjs`);
    try {
      await reset();
      await scenario(demo, (text, ok, detail) => check(`${name}: ${text}`, ok, detail));
      const left = await eventually(async () => (await demo.gateway.terminationsLeft()) === 0 && 'none');
      check(`${name}: no termination is left`, left === 'none');
    } catch (error) {
      check(`${name}: ran to its end`, false, error.stack);
    }
    console.log(`    ${((Date.now() - at) / 1000).toFixed(1)} s`);
  }
} finally {
  await (await shared)?.close();
  rmSync(folder, { recursive: true, force: true });
}
finish();
