// SPDX-License-Identifier: Apache-2.0
// Chromium on the WIC page and baresip on the real core call each other, and hear what they should.
import { join } from 'node:path';
import { addressOf, sipField } from '../support/wic_page.mjs';
import { describeTone, toneComplaints } from '../support/tone_meter.mjs';
import { Baresip } from './baresip.mjs';

const settle = 1500;  // ms until jitter buffers are level

// What Chromium says comes back through W3, the gateway, which codes it where the phone knows AMR alone, the phone, and all the
// way again.
async function checkEcho(check, wic, what) {
  await wic.page.waitForTimeout(settle);
  const measured = await wic.hear({ seconds: 3 });
  const complaints = toneComplaints(measured);
  check(`${what}: the browser hears its 1000 Hz come back from the phone`, complaints.length === 0,
    [describeTone(measured), ...complaints].join('; '));
}

async function callPhone(check, wic, phone) {
  await wic.dial('sip:dora@ims.operator.example');
  await wic.call('active');
  check('Chromium calls baresip: established', (await phone.event('CALL_ESTABLISHED')) !== null);
  const invite = phone.events.find((e) => e.type === 'CALL_INCOMING');
  await checkEcho(check, wic, 'Chromium calls');
  await wic.press('Escape');
  await wic.call('ended');
  check('and hangs up: the phone\'s call is closed', (await phone.event('CALL_CLOSED')) !== null, invite?.peeruri);
}

async function calledByPhone(check, wic, phone) {
  phone.call('sip:Bob@enterprise.com');
  await wic.call('incoming');
  const invite = wic.received.findLast((m) => m.startsWith('INVITE '));
  check('TRM-12: baresip calls Bob@enterprise.com through the core\'s DNS, the page rings and says who calls',
    /dora@ims\.operator\.example/.test(await wic.text('#incoming-peer')) &&
    addressOf(sipField(invite, 'To')) === 'sip:Bob@enterprise.com', sipField(invite, 'From'));
  await wic.press('Enter');
  await wic.call('active');
  check('baresip calls Chromium: established', (await phone.event('CALL_ESTABLISHED')) !== null);
  await checkEcho(check, wic, 'baresip calls');
  phone.hangUp();
  await wic.call('ended');
  check('the phone hangs up: the page says so', (await wic.notice()) === 'They hung up.', await wic.notice());
}

async function declined(check, wic, phone) {
  await phone.event('CALL_CLOSED', 1000);
  await wic.page.evaluate(() => { document.body.dataset.call = 'idle'; });
  phone.call('sip:Bob@enterprise.com');
  await wic.call('incoming');
  await wic.press('Escape');
  const closed = await phone.event('CALL_CLOSED');
  check('Bob declines: 603 at baresip', /603|Decline/i.test(closed?.param ?? ''), closed?.param);
}

export default async function softphone(product, check) {
  for (const codecs of ['pcma', 'pcmu', 'AMR', 'AMR-WB']) {
    const phone = await Baresip.start({
      user: 'dora', domain: 'ims.operator.example', password: 'dora-secret', ip: '127.0.0.1', proxy: '127.0.0.14:5060',
      codecs, folder: join(product.folder, `baresip-${codecs}`),
    });
    try {
      await product.withPage(async (wic) => {
        await wic.logIn('bob');
        const named = (name, ...rest) => check(`${codecs}: ${name}`, ...rest);
        await callPhone(named, wic, phone);
        if (codecs === 'pcmu') return;
        await calledByPhone(named, wic, phone);
        if (codecs === 'pcma') await declined(named, wic, phone);
      });
    } finally {
      await phone.stop();
    }
  }
}
