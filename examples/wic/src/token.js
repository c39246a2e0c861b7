// SPDX-License-Identifier: Apache-2.0
// Keeps the security token younger than its life. Several askers share one request.

const FIRST_RETRY = 5_000;
const LAST_RETRY = 60_000;

export class TokenKeeper {
  #fetch;
  #use;
  #refused;
  #timer = null;
  #pending = null;
  #retry = FIRST_RETRY;

  /**
   * @param fetchToken () => Promise<{token, expires_in}>
   * @param use called with each fresh token
   * @param refused called once the WWSF no longer gives one (its status is 401)
   */
  constructor(fetchToken, use, refused) {
    this.#fetch = fetchToken;
    this.#use = use;
    this.#refused = refused;
  }

  /** Renews at three quarters of the life, so that no request leaves with a spent token. */
  watch(expiresIn) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.renew().catch(() => {}), Math.max(expiresIn * 750, 1_000));
  }

  renew() {
    this.#pending ??= this.#renew().finally(() => { this.#pending = null; });
    return this.#pending;
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#use = () => {};
  }

  async #renew() {
    try {
      const { token, expires_in } = await this.#fetch();
      this.#retry = FIRST_RETRY;
      this.#use(token);
      this.watch(expires_in);
    } catch (error) {
      if (error.status === 401) this.#refused();
      else this.#again();
      throw error;
    }
  }

  #again() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.renew().catch(() => {}), this.#retry);
    this.#retry = Math.min(this.#retry * 2, LAST_RETRY);
  }
}
