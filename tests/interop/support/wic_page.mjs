// SPDX-License-Identifier: Apache-2.0
// The WIC as a person has it in front of them, with what a test wants to know besides: its SIP, its statistics, its sound.
import { installToneMeter } from './tone_meter.mjs';

// A tone must not be treated as noise, and the test wants the page's connections.
function watchMediaInPage() {
  const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 1 };
  const devices = MediaDevices.prototype;
  const getUserMedia = devices.getUserMedia;
  devices.getUserMedia = function (constraints) {
    return getUserMedia.call(this, { ...constraints, audio: constraints.audio ? plain : false });
  };
  globalThis.connections = [];
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...args) {
      super(...args);
      globalThis.connections.push(this);
    }
  };
}

export class WicPage {
  sent = [];      // SIP that the page sent, as text
  received = [];  // SIP that it got
  loaded = [];    // URLs of all that the page asked for
  problems = [];  // script errors and what its content policy stopped

  // bypassCsp: for pages in which a tone is measured, since the meter's audio worklet is no script of the page.
  // prepare: gets the page before it loads anything.
  static async open(browser, url, { measures = false, viewport, prepare } = {}) {
    const wic = new WicPage();
    wic.context = await browser.newContext({ bypassCSP: measures, viewport });
    wic.page = await wic.context.newPage();
    await wic.page.addInitScript(watchMediaInPage);
    if (measures) await installToneMeter(wic.page);
    wic.page.on('request', (request) => wic.loaded.push(request.url()));
    wic.page.on('pageerror', (error) => wic.problems.push(String(error)));
    wic.page.on('console', (line) => { if (/Content Security Policy/.test(line.text())) wic.problems.push(line.text()); });
    wic.page.on('websocket', (socket) => {
      wic.socketUrl = socket.url();
      socket.on('framesent', ({ payload }) => wic.sent.push(String(payload)));
      socket.on('framereceived', ({ payload }) => wic.received.push(String(payload)));
    });
    await prepare?.(wic.page);
    await wic.page.goto(url);
    await wic.page.waitForSelector('[data-screen=log-in]');
    return wic;
  }

  async typePassword(user, password) {
    await this.page.fill('#user', user);
    await this.page.fill('#password', password);
    await this.page.press('#password', 'Enter');
  }

  async logIn(user, password = `demo-${user}`) {
    await this.typePassword(user, password);
    await this.registration('registered');
  }

  registration(state, ms = 20000) { return this.page.waitForSelector(`[data-registration=${state}]`, { timeout: ms }); }
  call(state, ms = 20000) { return this.page.waitForSelector(`[data-call=${state}]`, { timeout: ms }); }

  async dial(target) {
    // The end of an earlier call must not be taken for that of this one.
    await this.page.evaluate(() => { document.body.dataset.call = 'idle'; });
    await this.page.fill('#target', target);
    await this.page.press('#target', 'Enter');
  }

  press(key) { return this.page.keyboard.press(key); }
  async notice() { return (await this.page.isVisible('#notice')) ? this.page.textContent('#notice-text') : ''; }
  text(selector) { return this.page.textContent(selector); }
  // Whether the page fits the width of the screen, and this element is seen without scrolling.
  fits(selector) {
    return this.page.evaluate((s) => {
      const { scrollWidth, clientWidth } = document.documentElement;
      const { top, bottom } = document.querySelector(s).getBoundingClientRect();
      return scrollWidth <= clientWidth && top >= 0 && bottom <= innerHeight;
    }, selector);
  }
  focused() { return this.page.evaluate(() => document.activeElement?.id ?? ''); }

  hear(options) {
    return this.page.evaluate((o) => {
      const { track } = globalThis.connections.at(-1).getReceivers()[0];
      return globalThis.toneMeter(new MediaStream([track]), o);
    }, options);
  }

  statistics() {
    return this.page.evaluate(async () => {
      const found = {};
      const kinds = ['inbound-rtp', 'outbound-rtp', 'remote-inbound-rtp', 'remote-outbound-rtp'];
      for (const report of (await globalThis.connections.at(-1).getStats()).values())
        if (kinds.includes(report.type)) found[report.type] = report;
      return found;
    });
  }

  async logOut() {
    await this.page.click('#log-out');
    await this.page.waitForSelector('[data-screen=log-in]');
  }

  // Leaves nothing registered.
  async close() {
    if (await this.page.isVisible('#account').catch(() => false)) await this.logOut().catch(() => {});
    await this.context.close().catch(() => {});
  }
}

// The value of a header field of a SIP message in text; '' when it is absent.
export const sipField = (message, name) => new RegExp(`^${name}\\s*:\\s*(.*)$`, 'im').exec(message)?.[1].trim() ?? '';
// The addr-spec of a name-addr.
export const addressOf = (value) => /<([^>]*)>/.exec(value)?.[1] ?? value.split(';')[0].trim();
