// SPDX-License-Identifier: Apache-2.0
// WIC-12 against the gateway itself: the token of the bootstrap document is spoilt on its way.

function spoilTokenInPage() {
  const { fetch } = globalThis;
  globalThis.fetch = async (path, options) => {
    const response = await fetch(path, options);
    if (path !== '/api/bootstrap' || !response.ok) return response;
    const document = await response.json();
    const [header, claims, signature] = document.token.split('.');
    const spoilt = (signature[5] === 'A' ? 'B' : 'A') + signature.slice(6);
    return Response.json({ ...document, token: [header, claims, signature.slice(0, 5) + spoilt].join('.') });
  };
}

export default async function invalidToken(demo, check) {
  await demo.withPage({ prepare: (page) => page.addInitScript(spoilTokenInPage) }, async (wic) => {
    let tokens = 0;
    wic.page.on('request', (request) => { if (request.url().endsWith('/api/token')) ++tokens; });
    await wic.logIn('bob');
    const registers = wic.sent.filter((message) => message.startsWith('REGISTER '));
    const refusals = wic.received.filter((message) => /^SIP\/2\.0 401 /.test(message));
    check('WIC-12: the gateway refuses the token as invalid', refusals.length === 1 && /error="invalid_token"/.test(refusals[0]),
      refusals[0]?.split('\r\n')[0]);
    check('WIC-12: the page registers with one fresh token', tokens === 1 && registers.length === 2,
      `${tokens} tokens, ${registers.length} REGISTER`);
  });
}
