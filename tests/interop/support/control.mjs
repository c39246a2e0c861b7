// SPDX-License-Identifier: Apache-2.0
// What the demo and mini_ims tell about themselves, over plain HTTP on loopback.

async function ask(url, options = {}) {
  const response = await fetch(url, { ...options, signal: AbortSignal.timeout(5000) });
  const body = await response.json();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${body.error ?? ''}`);
  return body;
}

// mini_ims: the core and its two phones.
export class CoreControl {
  constructor(url) { this.url = url; }
  state() { return ask(`${this.url}/state`); }
  // What it received last, as text.
  async messages() { return (await ask(`${this.url}/messages`)).messages; }
  async phone(name) { return (await ask(`${this.url}/phones`))[name]; }
  command(name, command, body = {}) {
    return ask(`${this.url}/phones/${name}/${command}`,
      { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  }
}

// The gateway's counters: of one process, or the sum over the processes of one that is apart. One that is away counts
// nothing.
export class GatewayControl {
  constructor(...urls) { this.urls = urls; }
  // One of its processes.
  only(index) { return new GatewayControl(this.urls[index]); }
  // What each process says of itself; nothing where it is away.
  health() { return Promise.all(this.urls.map((url) => ask(`${url}/health`).catch(() => ({})))); }
  // Whether every process is there and says so.
  async inService() { return (await this.health()).every(({ status }) => status === 'in service'); }
  // All that the registrar holds, whichever process it is in.
  async contacts() { return (await this.health()).find((health) => health.wimpu_registrar)?.wimpu_registrar.contacts; }
  // Of all P-CSCF instances.
  async blocks() { return (await this.health()).reduce((sum, health) => sum + (health.p_cscf?.blocks ?? 0), 0); }
  async counters() {
    const tables = await Promise.all(this.urls.map((url) => ask(`${url}/metrics`).catch((error) => {
      if (this.urls.length === 1) throw error;
      return { counters: {} };
    })));
    const sum = {};
    for (const { counters } of tables)
      for (const [name, n] of Object.entries(counters)) sum[name] = (sum[name] ?? 0) + n;
    return sum;
  }
  async counter(name) { return (await this.counters())[name] ?? 0; }
  // Those whose name begins with one of the prefixes.
  async countersOf(...prefixes) {
    return Object.fromEntries(Object.entries(await this.counters()).filter(([n]) => prefixes.some((p) => n.startsWith(p))));
  }
  // Iq terminations that were reserved and not released.
  async terminationsLeft() {
    const counters = await this.counters();
    return (counters['agw.contexts_reserved'] ?? 0) - (counters['agw.contexts_released'] ?? 0);
  }
}
