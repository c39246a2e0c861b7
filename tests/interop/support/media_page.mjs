// SPDX-License-Identifier: Apache-2.0
// A page with a SIP client in it, and what a test wants to know of it besides: its SIP, its statistics, its sound.
import { installToneMeter } from './tone_meter.mjs';

// A tone must not be treated as noise, and the test wants the page's connections.
function watchMediaInPage() {
  const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 1 };
  const devices = MediaDevices.prototype;
  const getUserMedia = devices.getUserMedia;
  devices.getUserMedia = function (constraints) {
    return getUserMedia.call(this, { ...constraints, audio: constraints.audio ? plain : false });
  };
  globalThis.connections = [];
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...args) {
      super(...args);
      globalThis.connections.push(this);
    }
  };
}

// A microphone of this page's own, so that two pages of one browser can be told apart.
function hearToneInPage({ hz, dbfs }) {
  MediaDevices.prototype.getUserMedia = async () => {
    const context = new AudioContext({ sampleRate: 48000 });
    await context.resume();
    const tone = new OscillatorNode(context, { frequency: hz });
    const out = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    tone.connect(new GainNode(context, { gain: Math.SQRT2 * 10 ** (dbfs / 20) })).connect(out);
    tone.start();
    return out.stream;
  };
}

// The page's sockets go through a proxy on another port of the same host.
function useProxyInPage(port) {
  globalThis.WebSocket = class extends WebSocket {
    constructor(url, protocols) {
      const through = new URL(url);
      through.port = port;
      super(through, protocols);
    }
  };
}

// The page takes every UDP candidate of the gateway to be at another place, address and port, and believes no other.
function useMediaProxyInPage(place) {
  const { setRemoteDescription } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
    const through = sdp.replace(/^a=candidate:\S+ \d+ tcp .*\r\n/gim, '')
      .replace(/^(a=candidate:\S+ \d+ udp \d+) \S+ \d+/gim, `$1 ${place}`);
    return setRemoteDescription.call(this, { type, sdp: through });
  };
}

// As where a firewall lets no UDP through: no UDP candidate of the gateway is believed.
function useTcpInPage() {
  const { setRemoteDescription } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
    return setRemoteDescription.call(this, { type, sdp: sdp.replace(/^a=candidate:\S+ \d+ udp .*\r\n/gim, '') });
  };
}

export class MediaPage {
  sent = [];      // SIP that the page sent, as text
  received = [];  // SIP that it got
  loaded = [];    // URLs of all that the page asked for
  problems = [];  // script errors and what its content policy stopped

  // Before the page loads anything.
  // measures: a tone is measured in it, by an audio worklet that is no script of the page, so its content policy is off.
  // microphone: {hz, dbfs} in place of the browser's own. proxyPort: where the page's sockets go instead; mediaProxy:
  // where its media goes. tcpOnly: no UDP gets through.
  async prepare(browser, { measures = false, viewport, microphone, proxyPort, mediaProxy, tcpOnly = false } = {}) {
    this.context = await browser.newContext({ bypassCSP: measures || proxyPort !== undefined, viewport });
    this.page = await this.context.newPage();
    await this.page.addInitScript(watchMediaInPage);
    if (microphone) await this.page.addInitScript(hearToneInPage, microphone);
    if (proxyPort !== undefined) await this.page.addInitScript(useProxyInPage, proxyPort);
    if (mediaProxy !== undefined) await this.page.addInitScript(useMediaProxyInPage, mediaProxy);
    if (tcpOnly) await this.page.addInitScript(useTcpInPage);
    if (measures) await installToneMeter(this.page);
    this.page.on('request', (request) => this.loaded.push(request.url()));
    this.page.on('pageerror', (error) => this.problems.push(String(error)));
    this.page.on('console', (line) => { if (/Content Security Policy/.test(line.text())) this.problems.push(line.text()); });
    this.page.on('websocket', (socket) => {
      this.socketUrl = socket.url();
      socket.on('framesent', ({ payload }) => this.sent.push(String(payload)));
      socket.on('framereceived', ({ payload }) => this.received.push(String(payload)));
    });
  }

  // Both clients tell their state in the body.
  registration(state, ms = 20000) { return this.page.waitForSelector(`[data-registration=${state}]`, { timeout: ms }); }
  call(state, ms = 20000) { return this.page.waitForSelector(`[data-call=${state}]`, { timeout: ms }); }

  hear(options) {
    return this.page.evaluate((o) => {
      const { track } = globalThis.connections.at(-1).getReceivers()[0];
      return globalThis.toneMeter(new MediaStream([track]), o);
    }, options);
  }

  statistics() {
    return this.page.evaluate(async () => {
      const found = {};
      const kinds = ['inbound-rtp', 'outbound-rtp', 'remote-inbound-rtp', 'remote-outbound-rtp'];
      for (const report of (await globalThis.connections.at(-1).getStats()).values())
        if (kinds.includes(report.type)) found[report.type] = report;
      return found;
    });
  }

  close() { return this.context.close().catch(() => {}); }
}
