// SPDX-License-Identifier: Apache-2.0

export const byId = (id) => document.getElementById(id);

export function element(name, properties = {}, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children);
  return node;
}

/** True when a key belongs to a text field and not to the page. */
export const typing = (event) => event.target instanceof HTMLInputElement;
