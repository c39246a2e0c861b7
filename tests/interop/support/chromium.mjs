// SPDX-License-Identifier: Apache-2.0
// A headless Chromium with a fake microphone that plays a tone file, on loopback and without any background traffic.
import { chromium } from 'playwright-core';

const program = process.env.WIMS_CHROMIUM ?? '/usr/bin/chromium';

export const flags = [
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
  '--allow-loopback-in-peer-connection',
  '--autoplay-policy=no-user-gesture-required',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
];

// tone: path of a WAV file, played over and over. home: HOME of the process, whose NSS store may trust a test CA.
// `browser` is playwright's; kill() is SIGKILL, as a crash or the OOM killer would; close() ends it politely.
export async function launchChromium({ tone, home, args = [] } = {}) {
  const all = [...flags, ...args];
  if (tone) all.push(`--use-file-for-fake-audio-capture=${tone}`);
  if (process.getuid?.() === 0) all.push('--no-sandbox');
  const server = await chromium.launchServer({
    executablePath: program,
    headless: true,
    args: all,
    env: home ? { ...process.env, HOME: home } : process.env,
  });
  const browser = await chromium.connect(server.wsEndpoint());
  return {
    browser,
    pid: server.process().pid,
    kill: () => server.process().kill('SIGKILL'),
    close: async () => {
      await browser.close().catch(() => {});
      await server.close().catch(() => {});
    },
  };
}
