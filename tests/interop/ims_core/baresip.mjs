// SPDX-License-Identifier: Apache-2.0
// A softphone that nobody here wrote: registers through the P-CSCF, answers by itself, and plays back what it hears, or a file,
// which unlike its echo begins again after a hold. Its RTP
// sockets are bound to no address, so on loopback it must be 127.0.0.1: that is where its packets come from.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

const configuration = (ip, control, source) => `poll_method epoll
sip_listen ${ip}:5068
net_interface ${ip}
audio_player aubridge,echo
audio_source ${source}
audio_alert aubridge,alert
ringback_disabled yes
ausrc_srate 8000
auplay_srate 8000
call_max_calls 4
ctrl_tcp_listen ${ip}:${control}
module_path /usr/lib/baresip/modules
module g711.so
module amr.so
module aubridge.so
module aufile.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
`;

export class Baresip {
  events = [];  // as ctrl_tcp tells them, the oldest first
  #pending = Buffer.alloc(0);

  // folder: its configuration and log go there. Resolves when it is registered.
  static async start({ user, domain, password, ip, proxy, codecs, folder, source = 'aubridge,echo' }) {
    const phone = new Baresip();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'config'), configuration(ip, 4444, source));
    writeFileSync(join(folder, 'accounts'), `<sip:${user}@${domain};transport=udp>;auth_user=${user}@${domain};` +
      `auth_pass=${password};outbound="sip:${proxy};lr";regint=600;answermode=auto;audio_codecs=${codecs}\n`);
    writeFileSync(join(folder, 'contacts'), '');
    phone.process = spawn('baresip', ['-4', '-f', folder, '-v'], { stdio: ['ignore', 'pipe', 'pipe'] });
    phone.log = '';
    for (const stream of [phone.process.stdout, phone.process.stderr]) stream.on('data', (text) => { phone.log += text; });
    await phone.#until(() => / 200 OK /.test(phone.log), 'it does not register');
    phone.socket = connect(4444, ip);
    phone.socket.on('data', (data) => phone.#take(data));
    await new Promise((done, fail) => phone.socket.once('connect', done).once('error', fail));
    return phone;
  }

  // A netstring is LENGTH:TEXT and a comma.
  #take(data) {
    this.#pending = Buffer.concat([this.#pending, data]);
    for (;;) {
      const colon = this.#pending.indexOf(':');
      const size = Number(this.#pending.subarray(0, colon));
      if (colon < 0 || this.#pending.length < colon + size + 2) return;
      const message = JSON.parse(this.#pending.subarray(colon + 1, colon + 1 + size));
      if (message.event) this.events.push(message);
      this.#pending = this.#pending.subarray(colon + size + 2);
    }
  }

  command(command, params = '') {
    const text = JSON.stringify({ command, params });
    this.socket.write(`${Buffer.byteLength(text)}:${text},`);
  }
  call(uri) { this.command('dial', uri); }
  hangUp() { this.command('hangup'); }

  // The next event of that type; earlier ones are dropped. null when none comes.
  async event(type, ms = 10000) {
    const end = Date.now() + ms;
    while (Date.now() < end) {
      const at = this.events.findIndex((e) => e.type === type);
      if (at >= 0) return this.events.splice(0, at + 1).at(-1);
      await new Promise((done) => setTimeout(done, 50));
    }
    return null;
  }

  async #until(ready, complaint, ms = 10000) {
    const end = Date.now() + ms;
    while (!ready()) {
      if (Date.now() > end || this.process.exitCode !== null) throw new Error(`baresip: ${complaint}\n${this.log.slice(-2000)}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  async stop() {
    this.socket?.destroy();
    if (this.process.exitCode !== null) return;
    const gone = new Promise((done) => this.process.once('exit', done));
    this.process.kill();
    await gone;
  }
}
