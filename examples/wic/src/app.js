// SPDX-License-Identifier: Apache-2.0
// The page: which screen is shown, and what happens when the person or the network does something.
import { forMicrophone } from './reasons.js';
import { RecentCalls } from './recent.js';
import { Ringer } from './ringer.js';
import { SipAgent } from './sip.js';
import { spoken, toSipUri } from './target.js';
import { allowDial, hideDial, onDial, selectTarget, showContacts, showDial } from './ui/dial.js';
import { byId } from './ui/dom.js';
import { allowHold, hear, hideInCall, prepareInCall, see, showHold, showInCall, showState } from './ui/in_call.js';
import { allowAccept, hideIncoming, markAccepting, onIncoming, showIncoming } from './ui/incoming.js';
import { hideLogIn, onLogIn, showLogIn } from './ui/log_in.js';
import { hideNotice, showNotice } from './ui/notice.js';
import { showRecent } from './ui/recent.js';
import { announce, showAccount, showCallState, showRegistration, showScreen } from './ui/status.js';
import * as wwsf from './wwsf.js';

const ringer = new Ringer();
let agent = null;
let recent = null;
let call = null;    // the only one: a second caller hears busy
let dialling = false;
let heard = false;  // the call's sound arrives
let over = false;   // the log-in has ended; a call goes on until its end
const title = document.title;

const nameOf = (c) => (c.peerName ? `${c.peerName} (${spoken(c.peerUri)})` : spoken(c.peerUri));

// -- Log in and out

async function enter() {
  const bootstrap = await wwsf.bootstrap();
  hideLogIn();
  showAccount(bootstrap.identity);
  showContacts(bootstrap.contacts ?? [], dial);
  recent = new RecentCalls(bootstrap.identity);
  showRecent(recent.all, dial);
  allowDial(false);
  showDial();
  showScreen('phone');
  agent = new SipAgent(bootstrap, wwsf.freshToken, { onState, onIncoming: ring, onLoggedOut: sessionOver });
  agent.start();
}

function showLogInScreen() {
  hideDial();
  showAccount(null);
  showRegistration('off');
  showLogIn();
  showScreen('log-in');
}

async function leave() {
  const leaving = agent;
  agent = null;
  byId('log-out').disabled = true;
  await leaving?.stop();
  await wwsf.logOut().catch(() => {});
  recent.forget();
  byId('log-out').disabled = false;
  hideNotice();
  showLogInScreen();
}

async function sessionOver() {
  over = call !== null;
  if (over) return;
  const leaving = agent;
  agent = null;
  await leaving?.stop();
  recent.forget();
  showLogInScreen();
  showNotice('Your log-in has ended. Log in again to go on.', { mild: true });
}

// -- Registration

function onState(state, text) {
  showRegistration(state);
  allowDial(state === 'registered');
  allowHold(state === 'registered');
  if (state === 'registered') hideNotice();
  else if (state === 'failed') showNotice(text);
  else if (state === 'unreachable') showUnreachable();
  else if (state === 'lost') showLost();
}

function showUnreachable() {
  const address = agent.wss.replace(/^wss:/, 'https:');
  showNotice('The phone network could not be reached: its connection closed before it opened. Most often the browser '
    + 'does not know the certificate yet. Open the address below in a new tab: if the browser warns, accept the '
    + 'certificate there, then come back. This page goes on trying.', { href: address });
}

function showLost() {
  const talking = call?.state === 'active' ? ' You can go on talking.' : '';
  showNotice(`The connection was lost. It is being set up again …${talking}`, { mild: true });
}

// -- Calls

async function dial(typed, { video = false } = {}) {
  if (call !== null || dialling || !agent?.registered) return;
  const uri = toSipUri(typed, agent.identity);
  if (uri === null) {
    showNotice('This is not an address that can be called. Write sip:name@domain, or a number.');
    selectTarget();
    return;
  }
  hideNotice();
  dialling = true;
  try {
    const started = await agent.call(uri, { video });
    if (call !== null) return started.end(); // somebody called while the browser asked for the microphone
    begin(started);
    open(started, spoken(uri));
  } catch (error) {
    showNotice(error instanceof DOMException ? forMicrophone(error) : 'This address cannot be called.');
    selectTarget();
  } finally {
    dialling = false;
  }
}

function ring(incoming) {
  if (call !== null) return refuseBusy(incoming);
  begin(incoming);
  hideDial();
  showIncoming(nameOf(incoming));
  announce(`${nameOf(incoming)} calls.`);
  document.title = `${nameOf(incoming)} calls`;
  ringer.start('ring');
}

/** One call at a time: whoever else calls hears busy, and the list keeps who it was. */
function refuseBusy(incoming) {
  incoming.refuseBusy();
  remember(incoming, 'busy');
  announce(`${nameOf(incoming)} called meanwhile.`);
}

function remember(over, outcome) {
  recent.add({ name: over.peerName, uri: over.peerUri, incoming: over.incoming, outcome, at: Date.now(),
    seconds: over.startedAt ? Math.round((Date.now() - over.startedAt) / 1000) : 0 });
  showRecent(recent.all, dial);
}

function begin(started) {
  call = started;
  heard = false;
  call.listener = { onState: onCallState, onHold, onRemoteStream, onRemotePicture: see };
  showCallState(call.state);
}

function open(current, who) {
  hideDial();
  showInCall(current, who);
}

async function accept() {
  const answering = call;
  if (answering?.state !== 'incoming') return;
  markAccepting();
  ringer.stop();
  try {
    await answering.accept();
    if (answering.ended) return;
    document.title = title;
    hideIncoming();
    open(answering, nameOf(answering));
  } catch (error) {
    allowAccept();
    showNotice(forMicrophone(error));
  }
}

function onRemoteStream(stream) {
  heard = true;
  ringer.stop();
  hear(stream);
}

function onHold() {
  showHold();
  announce({ us: 'On hold.', them: 'They put you on hold.', both: 'On hold.', none: 'The call goes on.' }[call?.held] ?? '');
}

function onCallState(state, text) {
  showCallState(state);
  if (state !== 'ended') {
    showState(state);
    if (state === 'ringing' && !heard) ringer.start('back');
    else ringer.stop();
    announce({ ringing: 'It rings.', active: 'Connected.' }[state] ?? '');
    return;
  }
  ringer.stop();
  hideIncoming();
  hideInCall();
  remember(call, call.outcome);
  call = null;
  document.title = title;
  announce(text);
  if (agent === null) return;
  if (over) {
    sessionOver();
    return;
  }
  showNotice(text, { mild: /^(You|They hung up|Answered|Declined)/.test(text) });
  showDial();
}

// -- The page

prepareInCall();
onLogIn(async (user, password) => {
  await wwsf.logIn(user, password);
  hideNotice();
  await enter();
});
onDial(dial);
onIncoming(accept, () => call?.end());
byId('log-out').addEventListener('click', leave);
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || call === null) return;
  event.preventDefault();
  call.end();
});
window.addEventListener('beforeunload', (event) => { if (call?.state === 'active') event.preventDefault(); });
window.addEventListener('pagehide', () => agent?.leave());
window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });

enter().catch((error) => {
  showLogInScreen();
  if (error.status !== 401) showNotice(error.message);
});
