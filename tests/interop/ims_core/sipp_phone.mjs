// SPDX-License-Identifier: Apache-2.0
// sipp as an ordinary phone on the real core: it registers with digest, calls a WIC in every way that a phone may, and is called.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WicDouble } from './wic_double.mjs';

const scenarios = join(dirname(fileURLToPath(import.meta.url)), 'sipp');
const [phone, proxy] = ['127.0.0.34', '127.0.0.14:5060'];

// Runs one of the scenarios. Gives its exit status, 0 when all calls went as written, and what it complained of.
function sipp(folder, scenario, { transport = 'u1', calls = 1, rate = 10 } = {}) {
  const errors = join(folder, `sipp-${scenario}-${transport}.err`);
  const child = spawn('sipp', [
    '-sf', join(scenarios, `${scenario}.xml`), '-i', phone, '-mi', phone, '-ci', phone, '-p', '5061', '-t', transport,
    '-m', `${calls}`, '-r', `${rate}`, '-l', '10', '-timeout', '40', '-timeout_error', '-recv_timeout', '8000', '-nostdin',
    '-au', 'sipp@ims.operator.example', '-ap', 'sipp-secret', '-key', 'domain', 'ims.operator.example',
    '-key', 'called', 'sip:Alice@enterprise.com', '-key', 'expires', '600', '-trace_err', '-error_file', errors, proxy,
  ], { stdio: 'ignore', cwd: folder, env: { ...process.env, TERM: 'dumb' } });
  return new Promise((done) => child.once('exit', (status) => {
    let complaints = '';
    try { complaints = readFileSync(errors, 'utf8').split('\n').slice(0, 12).join('\n'); } catch { /* nothing to complain of */ }
    done({ status, complaints: status === 0 ? '' : complaints });
  }));
}

// Chromium calls it; sipp refuses an INVITE without P-Asserted-Identity or P-Called-Party-ID.
async function calledByBrowser(product, check) {
  const answered = sipp(product.folder, 'answer');
  await product.withPage(async (wic) => {
    await wic.logIn('bob');
    await wic.dial('sip:sipp@ims.operator.example');
    await wic.call('active');
    await wic.press('Escape');
    await wic.call('ended');
  });
  const { status, complaints } = await answered;
  check('Chromium calls sipp: asserted and called party, answer, ACK, BYE', status === 0, complaints);
}

export default async function sippPhone(product, check) {
  const user = product.webUser();
  await user.logIn('alice');
  const wic = await WicDouble.connect(product.wss, { ca: product.ca, origin: user.origin });
  check('the WIC registers', (await wic.register('sip:Alice@enterprise.com', await user.token())) === 200);
  const run = async (scenario, what, options) => {
    const { status, complaints } = await sipp(product.folder, scenario, options);
    check(`sipp, ${options?.transport === 't1' ? 'TCP' : 'UDP'}: ${what}`, status === 0, complaints);
  };
  for (const transport of ['u1', 't1']) {
    await run('register', 'registers with digest', { transport });
    await run('call_short', 'a call', { transport });
    check('the WIC sees who calls', wic.caller === 'sip:sipp@ims.operator.example', wic.caller);
    await run('call_late_offer', 'ALG-11: late offer, both ways', { transport });
    await run('call_hold', 'ALG-12: hold and resume', { transport });
    wic.ringMs = Infinity;
    await run('call_cancel', 'CANCEL while it rings', { transport });
    await run('call_early_bye', 'BYE while it rings', { transport });
    wic.ringMs = 50;
  }
  await run('register', 'registers again');
  await calledByBrowser(product, check);
  const before = wic.calls;
  await run('call_short', '100 short calls in a row', { calls: 100, rate: 20 });
  check('the WIC got every one of them', wic.calls - before === 100, `${wic.calls - before}`);
  wic.close();
}
