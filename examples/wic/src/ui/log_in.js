// SPDX-License-Identifier: Apache-2.0
import { byId } from './dom.js';

const form = byId('log-in-form');
const error = byId('log-in-error');
const button = byId('log-in-submit');

export function showLogIn() {
  byId('password').value = '';
  byId('log-in').hidden = false;
  byId(byId('user').value ? 'password' : 'user').focus();
}

export function hideLogIn() {
  byId('log-in').hidden = true;
  error.textContent = '';
}

/** `submit(user, password)` throws a WwsfError when it does not work. */
export function onLogIn(submit) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    error.textContent = '';
    button.disabled = true;
    button.textContent = 'Logging in …';
    try {
      await submit(byId('user').value, byId('password').value);
    } catch (problem) {
      error.textContent = explain(problem);
      byId('password').select();
    } finally {
      button.disabled = false;
      button.textContent = 'Log in';
    }
  });
}

function explain({ status, retryAfter }) {
  if (status === 0) return 'The web server cannot be reached. Check your connection and try again.';
  if (status === 401) return 'User name or password is wrong.';
  if (status === 429) return `Too many wrong passwords. Try again in ${retryAfter || 30} seconds.`;
  if (status === 503) return 'The web server is busy. Try again in a moment.';
  return `Logging in did not work (${status}).`;
}
