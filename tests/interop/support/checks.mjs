// SPDX-License-Identifier: Apache-2.0
// Counts what a script proves; finish() prints the line that ./tests/run reads.
let passed = 0;
let failed = 0;

export function check(name, ok, detail = '') {
  if (ok) ++passed;
  else ++failed;
  console.log(`${ok ? 'ok  ' : 'FAIL'}  ${name}${detail ? `: ${detail}` : ''}`);
  return Boolean(ok);
}

export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

// Asks until `probe` gives something true; gives its last answer when time runs out.
export async function eventually(probe, { ms = 10000, every = 200 } = {}) {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await probe();
    if (answer || Date.now() > end) return answer;
    await new Promise((done) => setTimeout(done, every));
  }
}
