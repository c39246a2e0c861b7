// SPDX-License-Identifier: Apache-2.0
// examples/own_io, in C++ and in C: Chromium's offer in, the answer out, and it hears its own tone.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { check, eventually } from '../support/checks.mjs';
import { describeTone, toneComplaints } from '../support/tone_meter.mjs';

// Everything up to a line with a dot.
const answerOf = (process) => new Promise((done, fail) => {
  let text = '';
  process.stdout.on('data', (more) => {
    text += more;
    if (/^\.\r?$/m.test(text)) done(text.replace(/^\.\r?\n?/m, ''));
  });
  process.once('exit', (code) => fail(new Error(`it ended with ${code}: ${process.log}`)));
});

function start(program) {
  const process = spawn(program, ['127.0.0.1'], { stdio: ['pipe', 'pipe', 'pipe'] });
  process.log = '';
  process.stderr.on('data', (text) => { process.log += text; });
  process.ended = new Promise((done) => process.once('exit', done));
  return process;
}

async function refuses(program, name) {
  const process = start(program);
  process.stdin.end('v=0\r\nthis is no offer\r\n.\r\n');
  const code = await process.ended;
  check(`${name}: an offer that is none is refused with a word`, code === 2 && /^error: /m.test(process.log), process.log.trim());
}

export async function ownIo(build, name, page, describeInPage) {
  const program = join(build, 'examples/own_io', name);
  await refuses(program, name);
  const process = start(program);
  await page.evaluate(describeInPage);
  process.stdin.write(`${await page.evaluate(() => pc.localDescription.sdp)}.\r\n`);
  const answer = await answerOf(process);
  await page.evaluate((sdp) => pc.setRemoteDescription({ type: 'answer', sdp }), answer);
  await eventually(() => page.evaluate(() => pc.connectionState === 'connected'));
  await page.waitForTimeout(1500);
  const measured = await page.evaluate(async () => toneMeter(await remote, { seconds: 2 }));
  const complaints = toneComplaints(measured);
  check(`${name}: Chromium hears its own tone`, complaints.length === 0, [describeTone(measured), ...complaints].join('; '));
  await page.evaluate(() => pc.close());
  const code = await Promise.race([process.ended, new Promise((done) => setTimeout(() => done('still running'), 5000))]);
  check(`${name}: the page closes: it ends in order and tells what it carried`,
    code === 0 && Number(process.log.match(/(\d+) packets to the core/)?.[1]) > 100, `${code}: ${process.log.split('\n').at(-2)}`);
  process.kill();
}
