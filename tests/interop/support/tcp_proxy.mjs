// SPDX-License-Identifier: Apache-2.0
// A piece of network between a client and a server that a test can break: bytes pass until cut() resets every connection.
import { connect, createServer } from 'node:net';

export class TcpProxy {
  #connections = new Set();
  #server;
  #up = true;
  accepted = 0;

  // Listens on a free port of `host`, so that a certificate for `host` fits, and leads to `host`:`port`.
  static open(host, port) {
    const proxy = new TcpProxy();
    proxy.#server = createServer((near) => proxy.#join(near, connect(port, host)));
    return new Promise((done, fail) => {
      proxy.#server.once('error', fail);
      proxy.#server.listen(0, host, () => done(proxy));
    });
  }

  get port() { return this.#server.address().port; }

  #join(near, far) {
    ++this.accepted;
    if (!this.#up) return [near, far].forEach((socket) => socket.destroy());
    const pair = [near, far];
    this.#connections.add(pair);
    near.pipe(far);
    far.pipe(near);
    for (const socket of pair) {
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#connections.delete(pair);
        pair.forEach((other) => other.destroy());
      });
    }
  }

  // A reset in both directions, as when a middle box forgets; nobody gets to say good-bye.
  cut() { for (const pair of this.#connections) pair.forEach((socket) => socket.resetAndDestroy()); }

  // Cut, and nobody gets through until restore().
  takeDown() {
    this.#up = false;
    this.cut();
  }
  restore() { this.#up = true; }

  close() {
    this.cut();
    return new Promise((done) => this.#server.close(done));
  }
}
