// SPDX-License-Identifier: Apache-2.0
// A piece of network between a browser and the gateway's W3 address that a test can change: the way a NAT does.
import { createSocket } from 'node:dgram';

const bound = (host) => new Promise((done) => {
  const socket = createSocket('udp4');
  socket.bind(0, host, () => done(socket));
});

export class UdpProxy {
  #near;
  #far;
  #client = null;
  #to = null;
  #up = true;

  // Listens on a free port of `host`. Where it leads is said by leadTo(); what comes before is lost.
  static async open(host) {
    const proxy = new UdpProxy();
    proxy.host = host;
    proxy.#near = await bound(host);
    proxy.#near.on('message', (octets, from) => {
      proxy.#client = from;
      if (proxy.#up && proxy.#to) proxy.#far.send(octets, proxy.#to.port, proxy.#to.address);
    });
    await proxy.rebind();
    return proxy;
  }

  get place() { return `${this.host} ${this.#near.address().port}`; }  // as in a candidate

  leadTo(address, port) { this.#to = { address, port }; }

  // The gateway sees the browser at another port from now on, and what it sends to the old one is lost.
  async rebind() {
    this.#far?.close();
    this.#far = await bound(this.host);
    this.#far.on('message', (octets) => {
      if (this.#up && this.#client) this.#near.send(octets, this.#client.port, this.#client.address);
    });
  }

  takeDown() { this.#up = false; }
  restore() { this.#up = true; }

  close() {
    this.#near.close();
    this.#far.close();
  }
}
