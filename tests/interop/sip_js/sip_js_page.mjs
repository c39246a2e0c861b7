// SPDX-License-Identifier: Apache-2.0
// The SIP.js client in a page of the WWSF's origin, as if the WWSF served it in place of the WIC.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { MediaPage } from '../support/media_page.mjs';

const entry = fileURLToPath(new URL('client.js', import.meta.url));

const bundle = () => execFileSync('esbuild', [entry, '--bundle', '--format=iife', '--target=es2022', '--log-level=error'],
  { encoding: 'utf8' });

export class SipJsPage extends MediaPage {
  static async open(browser, pageUrl) {
    const page = new SipJsPage();
    await page.prepare(browser, { measures: true });
    // Any document of that origin does; this one brings no script.
    await page.page.goto(new URL('/licenses.txt', pageUrl).href);
    await page.page.addScriptTag({ content: bundle() });
    return page;
  }

  does(name, argument) { return this.page.evaluate(([n, a]) => globalThis.sipClient[n](a), [name, argument]); }
}
