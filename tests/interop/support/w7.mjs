// SPDX-License-Identifier: Apache-2.0
// W7 as an I-CSCF asks it, without our client.
import { connect } from 'node:http2';

// `as`: address of the registrar, CA, certificate and key. Gives the HTTP status and what the answer says.
export function statusOf({ address, ca, certificate, key }, identity) {
  return new Promise((done, fail) => {
    const session = connect(`https://${address}`, { ca, cert: certificate, key });
    session.on('error', fail);
    const stream = session.request({ ':path': `/nwr-status/v1/users/${encodeURIComponent(identity)}` });
    let httpStatus = 0, text = '';
    stream.on('response', (headers) => { httpStatus = headers[':status']; });
    stream.on('data', (chunk) => { text += chunk; });
    stream.on('end', () => { session.close(); done({ httpStatus, ...JSON.parse(text) }); });
    stream.on('error', fail);
  });
}
