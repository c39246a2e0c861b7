// SPDX-License-Identifier: Apache-2.0
// W1 as the page uses it: log in, log out, the bootstrap document, fresh tokens.

/** What the WWSF answered, with the HTTP status; status 0: it could not be reached. */
export class WwsfError extends Error {
  constructor(status, text, retryAfter) {
    super(text);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

// Log-in and tokens may be at another server than the page, which knows where.
let service;
async function whereToAsk() {
  service ??= fetch('/w1.json', { cache: 'no-store' }).then((response) => response.json()).then(({ w1 }) => w1);
  try {
    return await service;
  } catch {
    service = undefined;
    throw new WwsfError(0, 'The web server cannot be reached.');
  }
}

async function ask(method, path, body) {
  const base = await whereToAsk();
  const options = { method, credentials: base ? 'include' : 'same-origin', cache: 'no-store', headers: {} };
  if (method === 'POST') {
    options.headers['Content-Type'] = 'application/json';
    options.body = JSON.stringify(body ?? {});
  }
  let response;
  try {
    response = await fetch(base + path, options);
  } catch {
    throw new WwsfError(0, 'The web server cannot be reached.');
  }
  const document = await response.json().catch(() => ({}));
  if (!response.ok)
    throw new WwsfError(response.status, document.error ?? response.statusText, Number(response.headers.get('Retry-After')) || 0);
  return document;
}

export const logIn = (username, password) => ask('POST', '/api/login', { username, password });
export const logOut = () => ask('POST', '/api/logout');
export const bootstrap = () => ask('GET', '/api/bootstrap');
/** {token, expires_in} */
export const freshToken = () => ask('POST', '/api/token');
