// SPDX-License-Identifier: Apache-2.0
import { audioContext } from './meter.js';

const ON = 1.0;
const OFF = 2.0;

/** A soft two-tone ring, made in the page. Silent where the browser wants a click first. */
export class Ringer {
  #gain = null;
  #tones = [];
  #timer = null;

  start() {
    this.stop();
    const context = audioContext();
    this.#gain = context.createGain();
    this.#gain.gain.value = 0;
    this.#gain.connect(context.destination);
    this.#tones = [440, 480].map((frequency) => {
      const tone = context.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(this.#gain);
      tone.start();
      return tone;
    });
    const once = () => {
      const now = context.currentTime;
      this.#gain.gain.setTargetAtTime(0.05, now, 0.02);
      this.#gain.gain.setTargetAtTime(0, now + ON, 0.02);
    };
    once();
    this.#timer = setInterval(once, (ON + OFF) * 1000);
  }

  stop() {
    clearInterval(this.#timer);
    this.#tones.forEach((tone) => tone.stop());
    this.#tones = [];
    this.#gain?.disconnect();
    this.#gain = null;
  }
}
