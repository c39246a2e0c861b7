// SPDX-License-Identifier: Apache-2.0
import { element } from './dom.js';

const KEYS = [...'123456789*0#'];
const NAMES = { '*': 'star', '#': 'hash' };

/** Fills `container` with twelve keys; `press` gets the character. */
export function makePad(container, press) {
  for (const key of KEYS) {
    const button = element('button', { type: 'button', textContent: key });
    if (NAMES[key]) button.setAttribute('aria-label', NAMES[key]);
    button.addEventListener('click', () => press(key));
    container.append(button);
  }
}
