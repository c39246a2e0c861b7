// SPDX-License-Identifier: Apache-2.0
// One more IWF beside those that run.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './checks.mjs';
import { GatewayControl } from './control.mjs';

export class IwfHost {
  #process;

  // `like`: the configuration of another one; files it names lie in `folder`.
  static async start(build, folder, like) {
    const host = new IwfHost();
    const w2 = { ...like.w2, port: like.w2.port + 100 };
    const control = { ...like.control, port: like.control.port + 100 };
    const file = join(folder, 'iwf_added.json');
    writeFileSync(file, JSON.stringify({ ...like, node: 77, w2, control }));
    host.wss = `wss://${w2.ip}:${w2.port}`;
    host.#process = spawn(join(build, 'examples/iwf/wims-iwf'), ['--config', file, '--log', join(folder, 'iwf_added.log')], { stdio: 'ignore' });
    const up = await eventually(() => new GatewayControl(`http://${control.ip}:${control.port}`).inService(), { ms: 10000 });
    if (!up) { await host.stop(); throw new Error('the added IWF is not in service'); }
    return host;
  }

  async stop() {
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await ended;
  }
}
