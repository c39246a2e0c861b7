// SPDX-License-Identifier: Apache-2.0
// What the WIC does when the network does not do its part. W2 is scripted here; W1 is the real one.
import { sipField } from '../../support/wic_page.mjs';
import { toSipUri } from '../../../../examples/wic/src/target.js';

// A registrar in the page's place of the network: `answers` are used up in turn, then 200.
class ScriptedW2 {
  registers = [];
  answers = [];
  sockets = 0;

  attach(page, wss) {
    return page.routeWebSocket((url) => url.href.startsWith(wss), (socket) => {
      ++this.sockets;
      this.socket = socket;
      socket.onMessage((message) => this.#take(String(message)));
    });
  }

  #take(message) {
    if (!message.startsWith('REGISTER ')) return;
    this.registers.push(message);
    const [status, phrase, ...extra] = this.answers.shift() ?? [200, 'OK', `Contact: ${sipField(message, 'Contact')}`];
    const same = message.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq):/i.test(line))
      .map((line) => (/^To:/i.test(line) ? `${line};tag=scripted` : line));
    this.socket.send([`SIP/2.0 ${status} ${phrase}`, ...same, ...extra, 'Content-Length: 0', '', ''].join('\r\n'));
  }
}

const invalidToken = [401, 'Unauthorized', 'WWW-Authenticate: Bearer realm="ims.operator.example", error="invalid_token"'];

async function scripted(demo, use) {
  const { wss } = await (async () => {
    const user = demo.webUser();
    await user.logIn('bob');
    return (await user.ask('GET', '/api/bootstrap')).json();
  })();
  const w2 = new ScriptedW2();
  await demo.withPage({ prepare: (page) => w2.attach(page, wss) }, async (wic) => {
    wic.tokenRequests = 0;
    wic.page.on('request', (request) => { if (request.url().endsWith('/api/token')) ++wic.tokenRequests; });
    await use(wic, w2);
  });
}

async function checkTokenRenewal(demo, check) {
  await scripted(demo, async (wic, w2) => {
    w2.answers.push(invalidToken);
    await wic.logIn('bob');
    const [first, second] = w2.registers;
    check('WIC-12: a 401 is answered once, with a fresh token and the next CSeq', w2.registers.length === 2 &&
      wic.tokenRequests === 1 && sipField(first, 'Authorization') !== sipField(second, 'Authorization') &&
      parseInt(sipField(second, 'CSeq'), 10) === parseInt(sipField(first, 'CSeq'), 10) + 1);
  });
  await scripted(demo, async (wic, w2) => {
    w2.answers.push(invalidToken, invalidToken);
    await wic.typePassword('bob', 'demo-bob');
    await wic.registration('failed');
    await wic.page.waitForTimeout(3000);
    check('WIC-12: a second 401 ends it: no loop', w2.registers.length === 2, `${w2.registers.length} REGISTER`);
    check('and the page says so', /log-in/.test(await wic.notice()), await wic.notice());
  });
}

async function checkRefusals(demo, check) {
  await scripted(demo, async (wic, w2) => {
    w2.answers.push([503, 'Service Unavailable', 'Retry-After: 1']);
    await wic.typePassword('bob', 'demo-bob');
    await wic.registration('failed');
    check('a 503 is said in plain words', /not ready/.test(await wic.notice()), await wic.notice());
    await wic.registration('registered');
    check('and tried again until it works; the message goes', (await wic.notice()) === '' && w2.registers.length === 2);
  });
  await scripted(demo, async (wic, w2) => {
    w2.answers.push([403, 'Forbidden']);
    await wic.typePassword('bob', 'demo-bob');
    await wic.registration('failed');
    check('a 403 is said in plain words', /does not allow/.test(await wic.notice()), await wic.notice());
    check('and one cannot dial', !(await wic.page.isEnabled('#call')));
  });
}

async function checkReconnect(demo, check) {
  await scripted(demo, async (wic, w2) => {
    await wic.logIn('bob');
    await w2.socket.close({ code: 1011, reason: 'gone' });
    await wic.registration('lost');
    check('WIC-13: the page says that the connection was lost', /lost/.test(await wic.notice()), await wic.notice());
    await wic.registration('registered', 15000);
    const contacts = w2.registers.map((m) => sipField(m, 'Contact'));
    const instance = (contact) => /\+sip\.instance="[^"]*"/.exec(contact)?.[0];
    check('WIC-13: it comes back with the same instance and reg-id', w2.sockets === 2 && contacts.length === 2 &&
      instance(contacts[0]) && instance(contacts[0]) === instance(contacts[1]) && contacts.every((c) => /;reg-id=1/.test(c)));
    await wic.page.reload();
    await wic.registration('registered');
    const last = sipField(w2.registers.at(-1), 'Contact');
    check('R3-04: a reload keeps the instance under a new address',
      instance(last) === instance(contacts[0]) && last.split('>')[0] !== contacts[0].split('>')[0]);
  });
}

// Nobody listens where the page's sockets go.
function deadSocketsInPage() {
  globalThis.WebSocket = class extends WebSocket {
    constructor(url, protocols) { super('wss://127.0.0.1:9', protocols); }
  };
}

async function checkUnreachable(demo, check) {
  await demo.withPage({ measures: true, prepare: (page) => page.addInitScript(deadSocketsInPage) }, async (wic) => {
    const document = wic.page.waitForResponse((response) => response.url().endsWith('/api/bootstrap') && response.ok());
    await wic.typePassword('bob', 'demo-bob');
    const { wss } = await (await document).json();
    await wic.registration('unreachable');
    check('a socket that fails before it opens: the page says so', /closed before it opened/.test(await wic.notice()));
    const link = await wic.page.getAttribute('#notice-link', 'href');
    check('and links to W2, where the certificate can be accepted', link === wss.replace('wss:', 'https:'), link);
    await wic.logOut();
    check('and one can log out all the same', (await wic.text('#registration')) === '' && wic.problems.length === 0,
      wic.problems.join('; '));
  });
}

function rememberMicrophonesInPage() {
  const devices = MediaDevices.prototype;
  const { getUserMedia } = devices;
  globalThis.microphones = [];
  devices.getUserMedia = async function (...args) {
    const stream = await getUserMedia.apply(this, args);
    globalThis.microphones.push(...stream.getTracks());
    return stream;
  };
}

async function checkMicrophone(demo, check) {
  await scripted(demo, async (wic) => {
    await wic.page.evaluate(rememberMicrophonesInPage);
    await wic.logIn('bob');
    await wic.dial('sip:a@[');
    await wic.page.waitForSelector('#notice:not([hidden])');
    const states = await wic.page.evaluate(() => globalThis.microphones.map((track) => track.readyState));
    check('an address that cannot be called: the page says so and lets go of the microphone',
      /cannot be called/.test(await wic.notice()) && states.join() === 'ended', `${states}; ${await wic.notice()}`);
  });
}

function checkTargets(check) {
  const bob = 'sip:Bob@enterprise.com';
  const cases = {
    'sip:echo@ims.operator.example': 'sip:echo@ims.operator.example', ' echo@ims.operator.example ': 'sip:echo@ims.operator.example',
    alice: 'sip:alice@enterprise.com', '+1 (555) 010-0': 'sip:+15550100@enterprise.com;user=phone',
    'tel:+15550100': 'sip:+15550100@enterprise.com;user=phone', '*21#': 'sip:*21%23@enterprise.com;user=phone',
    '': null, '  ': null, 'a b@c': null, '<sip:a@b>': null, 'a@b@c': null, 'a@': null,
  };
  const wrong = Object.entries(cases).filter(([typed, uri]) => toSipUri(typed, bob) !== uri);
  check('what people type becomes an address, or none', wrong.length === 0, JSON.stringify(wrong));
}

export default async function wicErrors(demo, check) {
  checkTargets(check);
  // Each has a page and a network of its own, and most of their time is waiting.
  await Promise.all([checkTokenRenewal, checkRefusals, checkReconnect, checkUnreachable, checkMicrophone]
    .map((part) => part(demo, check)));
}
