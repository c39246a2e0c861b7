// SPDX-License-Identifier: Apache-2.0
// Tokens as an issuer, and as a forger, would make them.
import { createHmac, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';

const encode = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export function readJwt(token) {
  const [header, claims] = token.split('.').slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url')));
  return { header, claims };
}

export const privateKey = (pem) => createPrivateKey(pem);
export const otherKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

export function es256(header, claims, key) {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

export const unsigned = (header, claims) => `${encode({ ...header, alg: 'none' })}.${encode(claims)}.`;

export function hs256(header, claims, secret) {
  const input = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}
