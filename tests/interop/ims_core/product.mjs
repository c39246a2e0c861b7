// SPDX-License-Identifier: Apache-2.0
// The gateway on the real core, with phones that nobody here wrote. The gateway and the core run already.
//   node product.mjs --page URL --wss URL --gateway URL --ca FILE --folder DIR
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { check, eventually, finish } from '../support/checks.mjs';
import { launchChromium } from '../support/chromium.mjs';
import { GatewayControl } from '../support/control.mjs';
import { writeTone } from '../support/tone.mjs';
import { trustCa } from '../support/trusted_home.mjs';
import { WebUser } from '../support/web_user.mjs';
import { WicPage } from '../support/wic_page.mjs';

const needed = ['page', 'wss', 'gateway', 'ca', 'folder'];
const { values: options } = parseArgs({ options: Object.fromEntries(needed.map((name) => [name, { type: 'string' }])) });
for (const name of needed) {
  if (options[name]) continue;
  console.error(`error: --${name} is missing`);
  process.exit(2);
}

const gateway = new GatewayControl(options.gateway);
const ca = readFileSync(options.ca);
const tone = join(options.folder, 'tone.wav');
writeTone(tone);
const home = trustCa(join(options.folder, 'home'), options.ca);
let chromium = null;  // one for all
const product = {
  folder: options.folder,
  ca,
  webUser: () => new WebUser(options.page, ca),
  wss: options.wss,
  async withPage(use) {
    chromium ??= await launchChromium({ tone, home });
    const wic = await WicPage.open(chromium.browser, options.page, { measures: true });
    try {
      await use(wic);
    } finally {
      await wic.close();
    }
  },
};

try {
  for (const name of ['softphone', 'sipp_phone']) {
    console.log(`--- ${name}`);
    const at = Date.now();
    const { default: scenario } = await import(`./${name}.mjs`);
    try {
      await scenario(product, check);
      const left = await eventually(async () => (await gateway.terminationsLeft()) === 0 && 'none');
      check(`${name}: IQ-10: no termination is left`, left === 'none');
    } catch (error) {
      check(`${name}: ran to its end`, false, error.stack);
    }
    console.log(`    ${((Date.now() - at) / 1000).toFixed(1)} s`);
  }
} finally {
  await chromium?.close();
}
finish();
