// SPDX-License-Identifier: Apache-2.0
// Why something did not work, in plain words.

const BY_STATUS = {
  400: 'The network did not understand the call.',
  401: 'The network did not accept your log-in. Log out and in again.',
  403: 'This call is not allowed.',
  404: 'Nobody has this address.',
  408: 'Nobody answered in time.',
  410: 'This address no longer exists.',
  415: 'The other side cannot handle this kind of call.',
  416: 'This kind of address cannot be called.',
  420: 'The other side asks for something this phone cannot do.',
  480: 'They are not reachable right now.',
  481: 'The call no longer exists.',
  482: 'The call went round in circles.',
  484: 'The address is not complete.',
  486: 'The line is busy.',
  487: 'The call was cancelled.',
  488: 'The two sides have no way of talking in common.',
  500: 'Something broke in the network.',
  503: 'The network is too busy or not ready. Try again in a moment.',
  504: 'The network did not answer in time.',
  600: 'The line is busy everywhere.',
  603: 'They declined the call.',
  604: 'Nobody has this address.',
  606: 'The two sides have no way of talking in common.',
};

/** A final SIP answer to a call. */
export function forStatus(status, phrase) {
  if (BY_STATUS[status]) return BY_STATUS[status];
  const family = Math.floor(status / 100);
  const text = family === 3 ? 'The call was sent elsewhere, which this phone cannot follow.'
    : family === 5 ? 'Something broke in the network.'
      : family === 6 ? 'They declined the call.' : 'The call failed.';
  return `${text} (${status}${phrase ? ` ${phrase}` : ''})`;
}

/** JsSIP's causes when no answer came. */
export function forCause(cause) {
  switch (cause) {
    case 'Connection Error': return 'The connection to the network was lost.';
    case 'Request Timeout': return 'The network did not answer in time.';
    case 'Canceled': return 'The call was cancelled.';
    case 'No Answer': return 'Nobody answered in time.';
    case 'Expires': return 'The call rang out.';
    case 'No ACK': return 'The call broke while it was being set up.';
    case 'Dialog Error': return 'The call had ended while the connection was away.';
    case 'RTP Timeout': return 'No sound came any more.';
    case 'User Denied Media Access': return forMicrophone({ name: 'NotAllowedError' });
    case 'Bad Media Description':
    case 'Incompatible SDP':
    case 'WebRTC Error': return 'The two sides have no way of talking in common.';
    default: return 'The call failed.';
  }
}

/** A BYE's Reason header, when it says more than a normal end. [RFC 3326] */
export function forReason(header) {
  const text = /;\s*text="([^"]*)"/i.exec(header ?? '')?.[1];
  const cause = Number(/;\s*cause=(\d+)/i.exec(header ?? '')?.[1] ?? 0);
  if (!header || cause === 16 || cause === 200) return '';
  return text || (/^SIP/i.test(header) && cause ? forStatus(cause) : '');
}

/** The Reason header of a CANCEL, as the called person reads it. [RFC 3326] */
export function forCancel(header) {
  const cause = Number(/^SIP\s*;(?:.*;)?\s*cause=(\d+)/i.exec(header ?? '')?.[1] ?? 0);
  if (cause === 200) return { text: 'Answered elsewhere.', elsewhere: true };
  if (cause === 600 || cause === 603) return { text: 'Declined elsewhere.', elsewhere: true };
  return { text: 'You missed this call.', elsewhere: false };
}

/** A final answer to REGISTER. */
export function forRegistration(status) {
  switch (status) {
    case 401: return 'The network did not accept the log-in.';
    case 403: return 'The network does not allow this identity.';
    case 404: return 'The network does not know this identity.';
    case 408: case 504: return 'The network did not answer in time.';
    case 503: return 'The network is not ready yet.';
    default: return `The network refused the registration${status ? ` (${status})` : ''}.`;
  }
}

/** What getUserMedia threw. */
export function forMicrophone(error) {
  switch (error.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'The microphone is blocked. Allow it in the address bar of the browser, then call again.';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'No microphone was found. Connect one, then call again.';
    case 'NotReadableError':
    case 'AbortError':
      return 'The microphone is in use by another program. Close that one, then call again.';
    default:
      return 'The microphone could not be opened.';
  }
}
