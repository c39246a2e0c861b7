// SPDX-License-Identifier: Apache-2.0
import { audioContext } from './meter.js';

// Frequencies in Hz, times in seconds.
const SOUNDS = {
  ring: { tones: [440, 480], on: 1, off: 2, level: 0.05 },   // somebody calls
  back: { tones: [425], on: 1, off: 4, level: 0.02 },        // it rings over there, and the network is silent
};

/** Sounds made in the page. Silent where the browser wants a click first. */
export class Ringer {
  #gain = null;
  #tones = [];
  #timer = null;

  /** `name`: of SOUNDS. Replaces one that runs. */
  start(name) {
    this.stop();
    const { tones, on, off, level } = SOUNDS[name];
    const context = audioContext();
    this.#gain = context.createGain();
    this.#gain.gain.value = 0;
    this.#gain.connect(context.destination);
    this.#tones = tones.map((frequency) => {
      const tone = context.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(this.#gain);
      tone.start();
      return tone;
    });
    const once = () => {
      const now = context.currentTime;
      this.#gain.gain.setTargetAtTime(level, now, 0.02);
      this.#gain.gain.setTargetAtTime(0, now + on, 0.02);
    };
    once();
    this.#timer = setInterval(once, (on + off) * 1000);
  }

  stop() {
    clearInterval(this.#timer);
    this.#tones.forEach((tone) => tone.stop());
    this.#tones = [];
    this.#gain?.disconnect();
    this.#gain = null;
  }
}
