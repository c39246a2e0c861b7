// SPDX-License-Identifier: Apache-2.0
// A browser's requests to the WWSF without a browser: HTTPS with the demo's CA, one cookie.
import { request } from 'node:https';

export class WebUser {
  cookie = '';

  constructor(pageUrl, ca) {
    this.base = new URL(pageUrl);
    this.ca = ca;
  }

  get origin() { return this.base.origin; }

  // Where log-in and tokens are: at the page's server, or at the one that it names. (WWS-08)
  async service() {
    this.at ??= new URL((await this.send('GET', new URL('/w1.json', this.base), {})).json().w1 || this.base);
    return this.at;
  }

  async ask(method, path, options = {}) {
    const base = path.startsWith('/api/') ? await this.service() : this.base;
    return this.send(method, new URL(path, base), options);
  }

  send(method, url, { body, headers = {} }) {
    const all = { ...headers };
    if (this.cookie) all.Cookie = this.cookie;
    if (body !== undefined) Object.assign(all, { 'Content-Type': 'application/json', Origin: this.origin });
    return new Promise((done, fail) => {
      const asked = request(url, { method, ca: this.ca, headers: { ...all, ...headers } }, (response) => {
        let text = '';
        response.on('data', (chunk) => { text += chunk; });
        response.on('end', () => done({ status: response.statusCode, headers: response.headers, text,
          authorized: response.socket?.authorized, json: () => JSON.parse(text) }));
      });
      asked.on('error', fail);
      asked.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  async logIn(username, password = `demo-${username}`) {
    const response = await this.ask('POST', '/api/login', { body: { username, password } });
    const set = response.headers['set-cookie']?.[0];
    if (set) this.cookie = set.split(';')[0];
    return response;
  }

  async token() { return (await this.ask('POST', '/api/token', { body: {} })).json().token; }
}
