// SPDX-License-Identifier: Apache-2.0

const KEY = 'wic.instance';

/** The +sip.instance of this tab: it outlives a reload, so that the reload replaces the old contact. [RFC 5626 4.1] */
export function instanceId() {
  let id = sessionStorage.getItem(KEY);
  if (!id) {
    id = crypto.randomUUID();
    sessionStorage.setItem(KEY, id);
  }
  return id;
}
