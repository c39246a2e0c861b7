// SPDX-License-Identifier: Apache-2.0
import { Meter } from '../meter.js';
import { byId, typing } from './dom.js';
import { makePad } from './pad.js';

const AUDIBLE = -55; // dBFS
const SILENT_FOR = 5000; // ms without sound before the page says so

const audio = byId('remote-audio');
const picture = byId('remote-video');
const mute = byId('mute');
const hold = byId('hold');
const keypad = byId('keypad');
const pad = byId('call-pad');
const sound = byId('sound');
const remote = new Meter(byId('remote-meter'));
const local = new Meter(byId('local-meter'));

let call = null;
let clock = null;
let heardAt = 0;
let reachable = true;  // hold and resume need the network

export function prepareInCall() {
  byId('hang-up').addEventListener('click', () => call?.end());
  byId('hear').addEventListener('click', play);
  mute.addEventListener('click', toggleMute);
  hold.addEventListener('click', toggleHold);
  keypad.addEventListener('click', () => openPad(pad.hidden));
  makePad(pad, (key) => call?.sendTone(key));
  document.addEventListener('keydown', (event) => {
    if (call === null || typing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^[0-9*#]$/.test(event.key)) call.sendTone(event.key);
    else if (event.key.toLowerCase() === 'm') toggleMute();
    else if (event.key.toLowerCase() === 'h') toggleHold();
  });
}

export function showInCall(current, who) {
  call = current;
  byId('in-call-peer').textContent = who;
  byId('timer').textContent = '0:00';
  sound.textContent = '';
  setMuted(false);
  openPad(false);
  showState(current.state);
  byId('in-call').hidden = false;
  byId('hang-up').focus();
  if (current.microphoneStream) local.start(current.microphoneStream);
}

export function showState(state) {
  const text = { calling: 'Calling …', ringing: 'It rings …', active: 'Connected', incoming: 'Connecting …' };
  byId('in-call-state').textContent = text[state] ?? '';
  mute.disabled = keypad.disabled = state !== 'active';
  showHold();
  byId('timer').hidden = state !== 'active';
  if (state === 'active' && clock === null) {
    heardAt = Date.now();
    clock = setInterval(tick, 250);
  }
}

/** Who holds the call, in words and by the button. */
export function showHold() {
  const held = call?.state === 'active' ? call.held : 'none';
  const ours = held === 'us' || held === 'both';
  document.body.dataset.hold = held;
  hold.disabled = call?.state !== 'active' || !reachable;
  hold.textContent = ours ? 'Resume' : 'Hold';
  if (call?.state !== 'active') return;
  const text = { none: 'Connected', us: 'On hold', them: 'They put you on hold', both: 'On hold, by both of you' };
  byId('in-call-state').textContent = text[held];
  heardAt = Date.now();
}

/** Whether the network can be told something right now. */
export function allowHold(allowed) {
  reachable = allowed;
  hold.disabled = call?.state !== 'active' || !reachable;
}

export function hear(stream) {
  audio.srcObject = stream;
  remote.start(stream);
  play();
}

export function see(stream) {
  picture.srcObject = stream;
  picture.hidden = false;
}

export function hideInCall() {
  clearInterval(clock);
  clock = call = null;
  remote.stop();
  local.stop();
  audio.srcObject = picture.srcObject = null;
  picture.hidden = true;
  showHold();
  byId('hear').hidden = true;
  byId('in-call').hidden = true;
}

function play() {
  audio.play().then(() => { byId('hear').hidden = true; }, (error) => {
    if (error.name === 'NotAllowedError') byId('hear').hidden = false;
  });
}

function tick() {
  const seconds = Math.floor((Date.now() - call.startedAt) / 1000);
  byId('timer').textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  if (remote.level > AUDIBLE) heardAt = Date.now();
  const quiet = call.held === 'none' && Date.now() - heardAt > SILENT_FOR;
  sound.textContent = quiet ? 'No sound arrives from the other side.' : '';
}

function toggleMute() {
  if (call?.state !== 'active') return;
  call.setMuted(!call.muted);
  setMuted(call.muted);
}

function toggleHold() {
  if (hold.disabled) return;
  const held = call.held;
  call.setHeld(held === 'none' || held === 'them');
}

function setMuted(muted) {
  mute.setAttribute('aria-pressed', String(muted));
  mute.textContent = muted ? 'Muted' : 'Mute';
}

function openPad(open) {
  pad.hidden = !open;
  keypad.setAttribute('aria-expanded', String(open));
}
