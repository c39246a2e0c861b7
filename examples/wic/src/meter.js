// SPDX-License-Identifier: Apache-2.0

const QUIET = -60; // dBFS: an empty bar
const LOUD = -6;   // dBFS: a full one

let shared = null;
/** One AudioContext for the page: browsers allow few. */
export function audioContext() {
  shared ??= new AudioContext();
  if (shared.state === 'suspended') shared.resume().catch(() => {});
  return shared;
}

/** Shows the level of a stream's audio in an element's --level (0 to 1) and aria-valuenow. */
export class Meter {
  #element;
  #source = null;
  #analyser = null;
  #frame = 0;
  #spoken = 0;

  /** dBFS of the last look; -Infinity for digital silence. */
  level = -Infinity;

  constructor(element) {
    this.#element = element;
  }

  start(stream) {
    this.stop();
    if (stream.getAudioTracks().length === 0) return;
    const context = audioContext();
    this.#analyser = context.createAnalyser();
    this.#analyser.fftSize = 1024;
    this.#source = context.createMediaStreamSource(stream);
    this.#source.connect(this.#analyser);
    const samples = new Float32Array(this.#analyser.fftSize);
    const look = () => {
      this.#frame = requestAnimationFrame(look);
      this.#analyser.getFloatTimeDomainData(samples);
      this.#show(samples);
    };
    look();
  }

  stop() {
    cancelAnimationFrame(this.#frame);
    this.#source?.disconnect();
    this.#source = this.#analyser = null;
    this.level = -Infinity;
    this.#element.style.setProperty('--level', '0');
    this.#element.setAttribute('aria-valuenow', '0');
  }

  #show(samples) {
    let sum = 0;
    for (const s of samples) sum += s * s;
    this.level = 10 * Math.log10(sum / samples.length);
    const bar = Math.min(Math.max((this.level - QUIET) / (LOUD - QUIET), 0), 1);
    this.#element.style.setProperty('--level', bar.toFixed(3));
    const now = performance.now();
    if (now - this.#spoken < 1000) return;
    this.#spoken = now;
    this.#element.setAttribute('aria-valuenow', String(Math.round(bar * 100)));
  }
}
