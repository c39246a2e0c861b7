// SPDX-License-Identifier: Apache-2.0
// A program that speaks ng, and the questions that a test has for it.
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { eventually } from '../support/checks.mjs';

const [ip, port] = ['127.0.0.1', 2223];
const range = ['--interface=127.0.0.1', '--port-min=30000', '--port-max=31000'];

// rtpengine must be DTLS server from the start: else it begins as a client, and when the answer makes it the server, Chromium has
// its ClientHello already.
export const daemons = (build) => ({
  'rtpengine': ['rtpengine', '--foreground', '--log-stderr', '--log-level=5', '--table=-1', '--no-redis-required', '--dtls-passive', '--delete-delay=0',
    `--listen-ng=${ip}:${port}`, ...range],
  'wims-ng-gateway': [`${build}/examples/ng_gateway/wims-ng-gateway`, `--listen-ng=${ip}:${port}`, ...range],
});

export class NgDaemon {
  log = '';
  #cookie = 0;

  static async start(command) {
    const daemon = new NgDaemon();
    daemon.process = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [daemon.process.stdout, daemon.process.stderr]) stream.on('data', (text) => { daemon.log += text; });
    daemon.socket = createSocket('udp4');
    if (!await eventually(() => daemon.ask('d7:command4:pinge'))) throw new Error(`no answer to ping: ${daemon.log}`);
    return daemon;
  }

  // The bencoded answer as text; null when none comes within half a second.
  async ask(body) {
    const cookie = `t${++this.#cookie}`;
    return new Promise((done) => {
      const late = setTimeout(() => done(null), 500);
      this.socket.once('message', (text) => {
        clearTimeout(late);
        done(String(text).slice(cookie.length + 1));
      });
      this.socket.send(`${cookie} ${body}`, port, ip);
    });
  }

  async empty() { return /5:callsle/.test(await this.ask('d7:command4:liste')); }

  async stop() {
    this.socket.close();
    const gone = new Promise((done) => this.process.once('exit', (code) => done(code)));
    this.process.kill();
    return gone;
  }
}
