// SPDX-License-Identifier: Apache-2.0
// A host program that is asked in lines of JSON on its standard input and answers on its standard output. Lines with an
// "event" are kept apart; its log lines go to standard error and to `log`.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export class JsonHost {
  events = [];
  log = [];
  #waiting = [];
  #spare = [];

  constructor(program, options = {}) {
    this.process = spawn(program, [JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'pipe'] });
    createInterface({ input: this.process.stderr }).on('line', (line) => this.log.push(line));
    createInterface({ input: this.process.stdout }).on('line', (line) => this.#take(JSON.parse(line)));
    this.ended = new Promise((done) => this.process.on('exit', (code, signal) => {
      done({ code, signal });
      for (const wake of this.#waiting.splice(0)) wake({ error: `the host ended: ${code ?? signal}` });
    }));
  }

  #take(message) {
    if (message.event) this.events.push({ ...message, at: Date.now() });
    else if (this.#waiting.length > 0) this.#waiting.shift()(message);
    else this.#spare.push(message);
  }

  next(ms = 5000) {
    if (this.#spare.length > 0) return Promise.resolve(this.#spare.shift());
    return new Promise((done, fail) => {
      const timer = setTimeout(() => fail(new Error('the host does not answer')), ms);
      this.#waiting.push((message) => {
        clearTimeout(timer);
        done(message);
      });
    });
  }

  async ask(command) {
    this.process.stdin.write(`${JSON.stringify(command)}\n`);
    const answer = await this.next();
    if (answer.error) throw new Error(answer.error);
    return answer;
  }

  async end() {
    this.process.stdin.end();
    return this.ended;
  }
}
