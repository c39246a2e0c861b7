// SPDX-License-Identifier: Apache-2.0

/** What a person typed, as a SIP URI: "echo" and "+1 555 0100" belong to the user's own domain. Null when it is none. */
export function toSipUri(typed, identity) {
  const text = typed.trim();
  if (text === '') return null;
  const domain = identity.slice(identity.indexOf('@') + 1);
  const digits = text.replace(/^tel:/i, '').replace(/[\s().\-/]/g, '');
  if (/^\+?[0-9*#]+$/.test(digits)) return `sip:${digits.replaceAll('#', '%23')}@${domain};user=phone`;
  const address = text.replace(/^sip:/i, '');
  if (/[\s<>"]/.test(address)) return null;
  if (/^[^@:;]+$/.test(address)) return `sip:${address}@${domain}`;
  return /^[^@]+@[A-Za-z0-9.\-:[\]]+(;[^@]*)?$/.test(address) ? `sip:${address}` : null;
}

/** An address as people read it. */
export const spoken = (uri) => String(uri).replace(/^sips?:/i, '').replace(/;.*$/, '');
