// SPDX-License-Identifier: Apache-2.0
// WIC-13, RER-05: the socket is torn out in the middle of a call. The sound goes on, the page comes back with the same
// instance, and what either side then says in the call arrives.
import { checkHears, checkPhoneHears, phoneState } from '../call_checks.mjs';
import { eventually } from '../../support/checks.mjs';
import { TcpProxy } from '../../support/tcp_proxy.mjs';

const echo = { hz: 1000, dbfs: -12 };

async function dialEcho(wic) {
  await wic.dial('sip:echo@ims.operator.example');
  await wic.call('active');
}

const comesBack = (wic) => wic.registration('registered', 30000);

async function checkGoesOn(demo, check, wic, proxy, contacts) {
  await dialEcho(wic);
  await checkHears(check, 'the page hears its echo', wic, echo);
  proxy.takeDown();
  await wic.registration('lost');
  check('the page says that one can go on talking', /go on talking/.test(await wic.notice()), await wic.notice());
  check('and offers no hold meanwhile', await wic.page.isDisabled('#hold'));
  await checkHears(check, 'the sound goes on without the socket', wic, echo);
  proxy.restore();
  const at = Date.now();
  await comesBack(wic);
  check('WIC-13: it comes back within its back-off', Date.now() - at < 15000, `${Date.now() - at} ms`);
  const bindings = wic.sent.filter((message) => message.startsWith('REGISTER ')).map((message) =>
    /reg-id=\d+/.exec(message)?.[0] + /\+sip\.instance="[^"]+"/.exec(message)?.[0]);
  check('WIC-13: with the same instance and reg-id', bindings.length >= 2 && new Set(bindings).size === 1, bindings.at(-1));
  check('RER-05: the binding moved: no contact more', (await demo.gateway.contacts()) === contacts);
  check('the call is still there', (await wic.text('#in-call-state')) === 'Connected');
}

async function checkCoreReaches(demo, check, wic) {
  await eventually(async () => (await demo.core.command('echo', 'hold').then(() => true, () => false)), { ms: 5000 });
  const held = await wic.hold('them').then(() => true, () => false);
  check('RER-05: a re-INVITE of the core reaches the new socket', held);
  await eventually(async () => (await demo.core.command('echo', 'resume').then(() => true, () => false)), { ms: 5000 });
  await wic.hold('none');
  await checkPhoneHears(check, 'and the sound comes back', demo, 'echo');
}

export default async function reconnectInCall(demo, check) {
  const user = demo.webUser();
  await user.logIn('bob');
  const { wss } = (await user.ask('GET', '/api/bootstrap')).json();
  const { hostname, port } = new URL(wss);
  const proxy = await TcpProxy.open(hostname, Number(port || 443));
  try {
    await demo.withPage({ measures: true, proxyPort: proxy.port }, async (wic) => {
      await wic.logIn('bob');
      const contacts = await demo.gateway.contacts();
      await checkGoesOn(demo, check, wic, proxy, contacts);
      await checkCoreReaches(demo, check, wic);
      await wic.press('Escape');
      await wic.call('ended');
      check('RER-05: the page\'s BYE goes over the new socket', (await phoneState(demo, 'echo', 'ended')) === 'ended' &&
        (await demo.core.phone('echo')).ended_by === 'peer');

      await dialEcho(wic);
      proxy.cut();
      await wic.registration('lost');
      await comesBack(wic);
      await demo.core.command('echo', 'hangup');
      await wic.call('ended');
      check('RER-05: so does the phone\'s', (await wic.notice()) === 'They hung up.', await wic.notice());

      await dialEcho(wic);
      proxy.takeDown();
      await wic.registration('lost');
      await demo.core.command('echo', 'hangup');
      await phoneState(demo, 'echo', 'ended');
      proxy.restore();
      await wic.call('ended', 30000);
      check('a call that ended meanwhile ends in the page', /ended while/.test(await wic.notice()), await wic.notice());
      check('no script error', wic.problems.length === 0, wic.problems.join('; '));
    });
  } finally {
    await proxy.close();
  }
}
