// SPDX-License-Identifier: Apache-2.0
// The WIC as a person has it in front of them.
import { MediaPage } from './media_page.mjs';

export class WicPage extends MediaPage {
  // prepare: gets the page before it loads anything; the other options are MediaPage's.
  static async open(browser, url, { prepare, ...options } = {}) {
    const wic = new WicPage();
    await wic.prepare(browser, options);
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

  hold(state, ms = 10000) { return this.page.waitForSelector(`[data-hold=${state}]`, { timeout: ms }); }

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

  async logOut() {
    await this.page.click('#log-out');
    await this.page.waitForSelector('[data-screen=log-in]');
  }

  // Leaves nothing registered.
  async close() {
    if (await this.page.isVisible('#account').catch(() => false)) await this.logOut().catch(() => {});
    await super.close();
  }
}

// The value of a header field of a SIP message in text; '' when it is absent.
export const sipField = (message, name) => new RegExp(`^${name}\\s*:\\s*(.*)$`, 'im').exec(message)?.[1].trim() ?? '';
// The addr-spec of a name-addr.
export const addressOf = (value) => /<([^>]*)>/.exec(value)?.[1] ?? value.split(';')[0].trim();
