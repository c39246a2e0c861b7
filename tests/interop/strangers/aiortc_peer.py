# SPDX-License-Identifier: Apache-2.0
"""aiortc with a tone and a meter, PCMU only."""
import array
import asyncio
import fractions
import math

import aioice.ice
import av
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription
from aiortc.codecs import CODECS
from aiortc.mediastreams import MediaStreamError

from call import STRANGER_HZ
from ng_gateway import IP

# It leaves loopback out when it gathers; the test has nothing else.
aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: [IP]
CODECS["audio"] = [codec for codec in CODECS["audio"] if codec.mimeType == "audio/PCMU"]

RATE, SAMPLES = 8000, 160


class Tone(MediaStreamTrack):
    kind = "audio"

    def __init__(self):
        super().__init__()
        self.sent = 0
        self.start = None

    async def recv(self):
        loop = asyncio.get_running_loop()
        self.start = self.start or loop.time()
        await asyncio.sleep(max(0, self.start + self.sent / RATE - loop.time()))
        frame = av.AudioFrame(format="s16", layout="mono", samples=SAMPLES)
        frame.planes[0].update(b"".join(
            int(6000 * math.sin(2 * math.pi * STRANGER_HZ * (self.sent + i) / RATE)).to_bytes(2, "little", signed=True)
            for i in range(SAMPLES)))
        frame.pts, frame.sample_rate, frame.time_base = self.sent, RATE, fractions.Fraction(1, RATE)
        self.sent += SAMPLES
        return frame


class Meter:
    def __init__(self, track):
        self.heard, self.rate = [], RATE
        self.task = asyncio.ensure_future(self.listen(track))

    async def listen(self, track):
        try:
            while True:
                frame = await track.recv()
                self.rate = frame.sample_rate
                samples = array.array("h", bytes(frame.planes[0]))[:frame.samples * len(frame.layout.channels)]
                self.heard += samples[::len(frame.layout.channels)]
        except MediaStreamError:
            pass

    def frequency(self):
        """By zero crossings, of the last second."""
        tail = self.heard[-self.rate:]
        rising = [i + a / (a - b) for i, (a, b) in enumerate(zip(tail, tail[1:])) if a < 0 <= b]
        return (len(rising) - 1) * self.rate / (rising[-1] - rising[0]) if len(rising) > 2 else 0


class AiortcPeer:
    def __init__(self):
        self.connection = RTCPeerConnection()
        self.meter = None
        self.connection.on("track", lambda track: setattr(self, "meter", Meter(track)))
        self.connection.addTrack(Tone())

    @property
    def dtls(self):
        return self.connection.getTransceivers()[0].receiver.transport

    async def offer(self, setup):
        await self.connection.setLocalDescription(await self.connection.createOffer())
        return self.connection.localDescription.sdp.replace("a=setup:actpass", f"a=setup:{setup}")

    async def take_answer(self, sdp):
        await self.connection.setRemoteDescription(RTCSessionDescription(sdp, "answer"))

    async def answer(self, sdp, setup):
        await self.connection.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
        answer = await self.connection.createAnswer()
        await self.connection.setLocalDescription(
            RTCSessionDescription(answer.sdp.replace("a=setup:active", f"a=setup:{setup}"), "answer"))
        return self.connection.localDescription.sdp

    async def connected(self, seconds=10):
        end = asyncio.get_running_loop().time() + seconds
        while self.connection.connectionState != "connected" and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(0.02)
        return self.connection.connectionState == "connected"

    async def close(self):
        await self.connection.close()
