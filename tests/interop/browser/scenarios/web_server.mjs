// SPDX-License-Identifier: Apache-2.0
// W1 without a browser: HTTPS, log-in, bootstrap, token.
import { connect } from 'node:net';
import { readJwt } from '../../support/jwt.mjs';

function plainHttp(url) {
  return new Promise((done) => {
    const socket = connect({ host: url.hostname, port: Number(url.port) });
    let text = '';
    socket.on('data', (chunk) => { text += chunk; });
    socket.on('error', () => done(text));
    socket.on('close', () => done(text));
    socket.setTimeout(3000, () => socket.destroy());
    socket.write(`GET / HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`);
  });
}

export default async function webServer(demo, check) {
  const user = demo.webUser();
  const page = await user.ask('GET', '/');
  check('W1-01 WWS-01: the page over HTTPS, verified with the demo\'s CA, without a client certificate',
    page.status === 200 && /<html/i.test(page.text));
  user.ca = [];
  const untrusted = await user.ask('GET', '/').then(() => 'trusted', (error) => error.code ?? String(error));
  check('W1-01: without that CA the certificate is not believed', untrusted !== 'trusted', untrusted);
  user.ca = demo.ca;
  check('WWS-01: plain HTTP gets no page', !/<html/i.test(await plainHttp(user.base)));
  const script = await user.ask('GET', '/app.js');
  check('W1-02 WIC-01: the WIC is served as one script', script.status === 200 && script.text.length > 100000);

  check('WWS-02: no bootstrap without a session', (await user.ask('GET', '/api/bootstrap')).status === 401);
  check('WWS-02: no token without a session', (await user.ask('POST', '/api/token', { body: {} })).status === 401);
  check('WWS-02: a wrong password opens nothing', (await user.logIn('bob', 'wrong')).status === 401 && user.cookie === '');
  check('WWS-02: the right one does', (await user.logIn('bob')).status === 200 && /^__Host-/.test(user.cookie));

  const bootstrap = await user.ask('GET', '/api/bootstrap');
  const document = bootstrap.json();
  check('W1-03: the bootstrap document', document.identity === 'sip:Bob@enterprise.com' && document.auth === 'bearer' &&
    document.wss.startsWith('wss://') && document.expires_in > 60 && Array.isArray(document.ice_servers) && document.token);
  check('W1-04: it is not stored', bootstrap.headers['cache-control'] === 'no-store');
  const token = await user.ask('POST', '/api/token', { body: {} });
  check('W1-04: neither is a fresh token', token.headers['cache-control'] === 'no-store');
  const { header, claims } = readJwt(token.json().token);
  const jwks = (await user.ask('GET', '/.well-known/jwks.json')).json();
  check('WWS-03: the token is of the published key', jwks.keys.some((key) => key.kid === header.kid && key.d === undefined));
  check('WWS-03: and names Bob, this page and the provider', claims.sub === 'sip:Bob@enterprise.com' &&
    claims.origin === user.origin && claims.scope === 'ims:register' && claims.exp - claims.iat === document.expires_in);
  const second = demo.webUser();
  await second.logIn('bob');
  const alice = demo.webUser();
  await alice.logIn('alice');
  check('WWS-04: the same user again has the same identity', readJwt(await second.token()).claims.sub === claims.sub);
  check('WWS-04: another user has another', readJwt(await alice.token()).claims.sub === 'sip:Alice@enterprise.com');

  const foreign = await user.ask('POST', '/api/token', { body: {}, headers: { Origin: 'https://evil.example' } });
  check('WWS-09: a foreign page gets no token', foreign.status === 403 && !foreign.headers['access-control-allow-origin']);
  await user.ask('POST', '/api/logout', { body: {} });
  check('WWS-02: no token after log out', (await user.ask('POST', '/api/token', { body: {} })).status === 401);
}
