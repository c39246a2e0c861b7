// SPDX-License-Identifier: Apache-2.0

package main

import "math/bits"

// ulaw is ITU-T G.711, written from the table of chords.
func ulaw(sample int) byte {
	sign := byte(0)
	if sample < 0 {
		sign, sample = 0x80, -sample
	}
	if sample > 32635 {
		sample = 32635
	}
	sample += 132
	chord := bits.Len(uint(sample)) - 8
	return ^(sign | byte(chord<<4) | byte(sample>>(chord+3)&0x0f))
}

func fromUlaw(code byte) int {
	code = ^code
	magnitude := (int(code&0x0f)<<3+132)<<(code>>4&7) - 132
	if code&0x80 != 0 {
		return -magnitude
	}
	return magnitude
}

// frequency is by zero crossings, of the last second.
func frequency(samples []int) float64 {
	if len(samples) > 8000 {
		samples = samples[len(samples)-8000:]
	}
	var rising []float64
	for i := 1; i < len(samples); i++ {
		if a, b := samples[i-1], samples[i]; a < 0 && b >= 0 {
			rising = append(rising, float64(i)+float64(a)/float64(a-b))
		}
	}
	if len(rising) < 3 {
		return 0
	}
	return float64(len(rising)-1) * 8000 / (rising[len(rising)-1] - rising[0])
}
