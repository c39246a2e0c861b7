// SPDX-License-Identifier: Apache-2.0
import { byId } from './dom.js';

export function onIncoming(accept, decline) {
  byId('accept').addEventListener('click', accept);
  byId('decline').addEventListener('click', decline);
}

/** The focus goes to Accept, so that Enter answers. */
export function showIncoming(who) {
  byId('incoming-peer').textContent = who;
  byId('accept').disabled = false;
  byId('incoming').hidden = false;
  byId('accept').focus();
}

export function markAccepting() { byId('accept').disabled = true; }

export function allowAccept() { byId('accept').disabled = false; }

export function hideIncoming() { byId('incoming').hidden = true; }
