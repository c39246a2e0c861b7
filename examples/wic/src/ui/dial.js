// SPDX-License-Identifier: Apache-2.0
import { spoken } from '../target.js';
import { byId, element } from './dom.js';
import { makePad } from './pad.js';

const target = byId('target');
const call = byId('call');
const videoCall = byId('video-call');

/** `dial(text, { video })` gets what was typed or the chosen contact. */
export function onDial(dial) {
  byId('dial-form').addEventListener('submit', (event) => {
    event.preventDefault();
    dial(target.value);
  });
  videoCall.addEventListener('click', () => dial(target.value, { video: true }));
  makePad(byId('dial-pad'), (key) => { target.value += key; });
  byId('erase').addEventListener('click', () => {
    target.value = target.value.slice(0, -1);
    target.focus();
  });
}

export function showContacts(contacts, dial) {
  byId('contact-list').replaceChildren(...contacts.map(({ name, uri }) => {
    const button = element('button', { type: 'button' }, name, element('small', { textContent: spoken(uri) }));
    button.addEventListener('click', () => {
      target.value = uri;
      dial(uri);
    });
    return element('li', {}, button);
  }));
  byId('contacts').hidden = contacts.length === 0;
}

export function showDial({ focus = true } = {}) {
  byId('dial').hidden = false;
  if (focus) target.focus();
}

export function hideDial() { byId('dial').hidden = true; }

/** Calls can be made only while registered; the field can be filled at any time. */
export function allowDial(allowed) {
  call.disabled = videoCall.disabled = !allowed;
  byId('dial-hint').textContent = allowed ? 'Enter calls.' : 'You can call as soon as you are registered.';
  for (const button of document.querySelectorAll('.choices button')) button.disabled = !allowed;
}

export function selectTarget() {
  target.focus();
  target.select();
}
