// SPDX-License-Identifier: Apache-2.0
// Measures a tone in what a page receives. installToneMeter() is to be called before the page loads; in the page,
// `await toneMeter(stream, options)` then gives
//   { hz, dbfs, gaps, longestGapMs, quietMs, seconds }
// hz: the strongest frequency within searchHz of `hz`. dbfs: root mean square over the whole time.
// gaps: stretches longer than gapMs in which 5 ms blocks stay more than 20 dB under `dbfs`.

function toneMeterInPage() {
  const collector = `
    class Collector extends AudioWorkletProcessor {
      process(inputs) {
        const channel = inputs[0][0];
        this.port.postMessage(channel ? channel.slice() : new Float32Array(128));
        return true;
      }
    }
    registerProcessor('collector', Collector);`;

  async function record(stream, seconds) {
    // Chromium decodes a remote track only while some element plays it.
    const element = new Audio();
    element.muted = true;
    element.srcObject = stream;
    await element.play();
    const context = new AudioContext({ sampleRate: 48000 });
    await context.resume();
    const url = URL.createObjectURL(new Blob([collector], { type: 'text/javascript' }));
    await context.audioWorklet.addModule(url);
    const source = context.createMediaStreamSource(stream);
    const node = new AudioWorkletNode(context, 'collector', { channelCount: 1, channelCountMode: 'explicit' });
    const wanted = Math.ceil(seconds * context.sampleRate);
    const samples = new Float32Array(wanted);
    let got = 0;
    let skip = 0.3 * context.sampleRate; // until the graph runs steadily
    await new Promise((done) => {
      node.port.onmessage = ({ data }) => {
        skip -= data.length;
        if (skip > 0) return;
        const room = Math.min(data.length, wanted - got);
        samples.set(data.subarray(0, room), got);
        got += room;
        if (got === wanted) done();
      };
      source.connect(node);
      node.connect(context.destination);
    });
    source.disconnect();
    const rate = context.sampleRate;
    await context.close();
    element.srcObject = null;
    return { samples, rate };
  }

  // Power at one frequency of a Hann-windowed stretch.
  function power(samples, from, count, rate, hz) {
    const w = (2 * Math.PI * hz) / rate;
    const c = 2 * Math.cos(w);
    let s1 = 0;
    let s2 = 0;
    for (let i = 0; i < count; ++i) {
      const x = samples[from + i] * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (count - 1)));
      const s0 = x + c * s1 - s2;
      s2 = s1;
      s1 = s0;
    }
    return s1 * s1 + s2 * s2 - c * s1 * s2;
  }

  function strongest(samples, rate, hz, span) {
    const count = Math.min(samples.length, rate);
    const from = Math.floor((samples.length - count) / 2);
    let best = { hz: 0, power: -1 };
    const scan = (low, high, step) => {
      for (let f = low; f <= high; f += step) {
        const p = power(samples, from, count, rate, f);
        if (p > best.power) best = { hz: f, power: p };
      }
    };
    scan(hz - span, hz + span, 2);
    scan(best.hz - 2, best.hz + 2, 0.25);
    return best.hz;
  }

  globalThis.toneMeter = async (stream, { seconds = 3, hz = 1000, dbfs = -12, searchHz = 200, gapMs = 60 } = {}) => {
    const { samples, rate } = await record(stream, seconds);
    let sum = 0;
    for (const x of samples) sum += x * x;
    const block = Math.round(rate / 200);
    const quietUnder = 10 ** ((dbfs - 20) / 10);
    const result = { hz: strongest(samples, rate, hz, searchHz), dbfs: 10 * Math.log10(sum / samples.length + 1e-12) };
    let run = 0;
    Object.assign(result, { gaps: 0, longestGapMs: 0, quietMs: 0, seconds: samples.length / rate });
    for (let at = 0; at + block <= samples.length; at += block) {
      let energy = 0;
      for (let i = 0; i < block; ++i) energy += samples[at + i] ** 2;
      const quiet = energy / block < quietUnder;
      run = quiet ? run + 5 : 0;
      if (quiet) result.quietMs += 5;
      if (run === gapMs + 5) ++result.gaps;
      result.longestGapMs = Math.max(result.longestGapMs, run);
    }
    return result;
  };
}

export async function installToneMeter(target) {
  await target.addInitScript(toneMeterInPage);
}

// What the proofs ask for: frequency within 5 Hz, level within 3 dB, no gap. Gives a list of complaints.
export function toneComplaints(measured, { hz = 1000, dbfs = -12 } = {}) {
  const complaints = [];
  if (Math.abs(measured.hz - hz) > 5) complaints.push(`${measured.hz.toFixed(2)} Hz instead of ${hz}`);
  if (Math.abs(measured.dbfs - dbfs) > 3) complaints.push(`${measured.dbfs.toFixed(1)} dBFS instead of ${dbfs}`);
  if (measured.gaps !== 0) complaints.push(`${measured.gaps} gaps, the longest ${measured.longestGapMs} ms`);
  return complaints;
}

export function describeTone(measured) {
  return `${measured.hz.toFixed(2)} Hz, ${measured.dbfs.toFixed(2)} dBFS, ${measured.gaps} gaps over 60 ms in ` +
    `${measured.seconds.toFixed(1)} s (longest quiet stretch ${measured.longestGapMs} ms)`;
}
