// SPDX-License-Identifier: Apache-2.0
import { spoken } from '../target.js';
import { byId, element } from './dom.js';

const WORDS = {
  elsewhere: 'Answered elsewhere', missed: 'Missed', busy: 'Missed, you were talking', declined: 'You declined',
  failed: 'Not reached', cancelled: 'You cancelled',
};

const clock = (at) => new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
const length = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

function what({ incoming, outcome, seconds }) {
  return WORDS[outcome] ?? `${incoming ? 'They called' : 'You called'}, ${length(seconds)}`;
}

/** Choosing an entry calls back. */
export function showRecent(calls, dial) {
  byId('recent-list').replaceChildren(...calls.map((call) => {
    const button = element('button', { type: 'button', disabled: byId('call').disabled }, call.name || spoken(call.uri),
      element('small', { textContent: `${what(call)} · ${clock(call.at)}` }));
    const missed = call.outcome === 'busy' || call.outcome === 'missed';
    button.dataset.outcome = missed ? 'missed' : call.outcome;
    button.addEventListener('click', () => dial(call.uri));
    return element('li', {}, button);
  }));
  byId('recent').hidden = calls.length === 0;
}
