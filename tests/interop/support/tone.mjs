// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs';

export const toneHz = 1000;
export const toneDbfs = -12; // root mean square, full-scale sine at -3.01

// Writes ten seconds of a sine whose end joins its beginning: 48 kHz, mono, 16 bit.
export function writeTone(path, { hz = toneHz, dbfs = toneDbfs, seconds = 10, rate = 48000 } = {}) {
  const samples = seconds * rate;
  const amplitude = 32767 * Math.SQRT2 * 10 ** (dbfs / 20);
  const wav = Buffer.alloc(44 + 2 * samples);
  wav.write('RIFF', 0, 'ascii');
  wav.writeUInt32LE(36 + 2 * samples, 4);
  wav.write('WAVEfmt ', 8, 'ascii');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(2 * rate, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'ascii');
  wav.writeUInt32LE(2 * samples, 40);
  for (let i = 0; i < samples; ++i) wav.writeInt16LE(Math.round(amplitude * Math.sin((2 * Math.PI * hz * i) / rate)), 44 + 2 * i);
  writeFileSync(path, wav);
}
