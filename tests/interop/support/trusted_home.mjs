// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

// Makes `home` a HOME in whose NSS store Chromium trusts the CA of `caFile`; nothing else of the machine is touched.
export function trustCa(home, caFile) {
  const store = join(home, '.pki/nssdb');
  mkdirSync(store, { recursive: true });
  const certutil = (...args) => execFileSync('certutil', ['-d', `sql:${store}`, ...args], { stdio: 'pipe' });
  certutil('-N', '--empty-password');
  certutil('-A', '-n', 'webrtc-ims demo CA', '-t', 'C,,', '-i', caFile);
  return home;
}
