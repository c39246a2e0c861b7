# SPDX-License-Identifier: Apache-2.0
"""An RTP source and sink with G.711 mu-law: nothing here shares code with what is tested."""
import math
import random
import select
import socket
import struct
import time


def ulaw(sample):
    """ITU-T G.711, written from the table of chords."""
    sign = 0x80 if sample < 0 else 0
    magnitude = min(abs(sample), 32635) + 132
    chord = 7
    while chord > 0 and magnitude < 132 << chord:
        chord -= 1
    return ~(sign | chord << 4 | magnitude >> chord + 3 & 0x0f) & 0xff


def from_ulaw(code):
    code = ~code & 0xff
    magnitude = ((code & 0x0f) * 8 + 132 << (code >> 4 & 7)) - 132
    return -magnitude if code & 0x80 else magnitude


class RtpPeer:
    """Plays a tone and keeps what it hears."""

    def __init__(self, ip, port):
        self.ip, self.port, self.ssrc = ip, port, random.getrandbits(32)
        self.rtp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.rtp.bind((ip, port))
        self.rtcp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.rtcp.bind((ip, port + 1))
        self.sequence, self.timestamp, self.phase = random.getrandbits(15), random.getrandbits(31), 0.0
        self.heard, self.packets, self.reports = [], [], []

    def close(self):
        self.rtp.close()
        self.rtcp.close()

    def run(self, to, seconds, frequency=None, amplitude=0.2, skip=()):
        """Sends 20 ms packets to `to` (none without a frequency), and listens."""
        start = time.time()
        for n in range(int(seconds * 50)):
            if frequency is not None:
                self.speak(to, frequency, amplitude, n in skip)
            while (left := start + (n + 1) * 0.02 - time.time()) > 0:
                for ready in select.select([self.rtp, self.rtcp], [], [], left)[0]:
                    self.listen(ready)

    def speak(self, to, frequency, amplitude, lost):
        self.sequence, self.timestamp = self.sequence + 1 & 0xffff, self.timestamp + 160 & 0xffffffff
        payload = bytearray()
        for _ in range(160):
            payload.append(ulaw(int(amplitude * 32767 * math.sin(self.phase))))
            self.phase += 2 * math.pi * frequency / 8000
        if not lost:
            self.rtp.sendto(struct.pack("!BBHII", 0x80, 0, self.sequence, self.timestamp, self.ssrc) + payload, to)

    def event(self, to, digit, duration=800):
        self.sequence = self.sequence + 1 & 0xffff
        self.rtp.sendto(struct.pack("!BBHIIBBH", 0x80, 101, self.sequence, self.timestamp, self.ssrc, digit, 0x8a,
                                    duration), to)

    def listen(self, ready):
        data, _ = ready.recvfrom(2048)
        if ready is self.rtcp:
            self.reports.append((time.time(), data))
            return
        _, kind, sequence, timestamp, ssrc = struct.unpack("!BBHII", data[:12])
        self.packets.append((time.time(), kind & 0x7f, sequence, timestamp, ssrc))
        self.heard += [from_ulaw(code) for code in data[12:]]

    def report_back(self, to, about):
        """An RR about `about` with a quarter lost, and SDES."""
        self.rtcp.sendto(struct.pack("!BBHIIIIIII", 0x81, 201, 7, self.ssrc, about, 64 << 24 | 5, 777, 3, 0, 0)
                         + struct.pack("!BBHIBB2sxxxx", 0x81, 202, 3, self.ssrc, 1, 2, b"py"), to)

    def frequency(self):
        """By zero crossings, of the last second."""
        tail = self.heard[-8000:]
        rising = [i + a / (a - b) for i, (a, b) in enumerate(zip(tail, tail[1:])) if a < 0 <= b]
        return (len(rising) - 1) * 8000 / (rising[-1] - rising[0]) if len(rising) > 2 else 0

    def level(self):
        tail = self.heard[-8000:]
        if not tail:
            return -96
        return 20 * math.log10(max(1e-9, math.sqrt(sum(s * s for s in tail) / len(tail)) * math.sqrt(2) / 32767))
