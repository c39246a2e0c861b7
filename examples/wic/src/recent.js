// SPDX-License-Identifier: Apache-2.0

const KEY = 'wic.recent';
const KEPT = 8;

/** The last calls of one identity, newest first; they outlive a reload of the tab and end with the log-in. */
export class RecentCalls {
  #identity;
  #calls;

  constructor(identity) {
    this.#identity = identity;
    const stored = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    this.#calls = stored.identity === identity ? stored.calls : [];
  }

  get all() { return this.#calls; }

  /** `call`: {name, uri, incoming, outcome, at, seconds}; `at` in ms since 1970, `outcome` is a Call's or 'busy'. */
  add(call) {
    this.#calls = [call, ...this.#calls].slice(0, KEPT);
    sessionStorage.setItem(KEY, JSON.stringify({ identity: this.#identity, calls: this.#calls }));
  }

  forget() {
    this.#calls = [];
    sessionStorage.removeItem(KEY);
  }
}
