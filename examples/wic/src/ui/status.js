// SPDX-License-Identifier: Apache-2.0
import { spoken } from '../target.js';
import { byId } from './dom.js';

const WORDS = {
  off: '',
  connecting: 'Connecting …',
  unreachable: 'Not connected',
  registering: 'Registering …',
  registered: 'Ready',
  failed: 'Not registered',
  lost: 'Reconnecting …',
};

/** The pill in the head of the page; styles and tests read the same words from the body. */
export function showRegistration(state) {
  document.body.dataset.registration = state;
  byId('registration').textContent = WORDS[state];
}

export function showCallState(state) { document.body.dataset.call = state; }

export function showScreen(screen) { document.body.dataset.screen = screen; }

export function showAccount(identity) {
  byId('account').hidden = identity === null;
  byId('identity').textContent = identity === null ? '' : spoken(identity);
}

/** For screen readers only. */
export function announce(text) { byId('announcement').textContent = text; }
