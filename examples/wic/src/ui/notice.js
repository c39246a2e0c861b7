// SPDX-License-Identifier: Apache-2.0
import { byId } from './dom.js';

const box = byId('notice');
const link = byId('notice-link');

/** One message for the person, in plain words; `mild` when nothing is wrong. */
export function showNotice(text, { href = '', label = '', mild = false } = {}) {
  byId('notice-text').textContent = text;
  link.hidden = href === '';
  link.textContent = label || href;
  if (href) link.href = href;
  else link.removeAttribute('href');
  box.classList.toggle('mild', mild);
  box.hidden = false;
}

export function hideNotice() { box.hidden = true; }

byId('notice-close').addEventListener('click', hideNotice);
