# SPDX-License-Identifier: Apache-2.0
"""pion <-> wims-ng-gateway <-> a phone with video: either end offers, in either DTLS role, all in one BUNDLE.
pion_calls.py BUILD PROGRAM       Ends with "N passed, M failed"."""
import json
import socket
import struct
import subprocess
import sys
import threading

from call import PHONE_HZ, Call, Phone, check, finish, near, setup_of
from ng_gateway import IP, NgGateway

VIDEO_PORT = 41010


class VideoPhone:
    """Takes H.264 and keeps the numbers in it."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((IP, VIDEO_PORT))
        self.numbers = set()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def sdp(self):
        return [f"m=video {VIDEO_PORT} RTP/AVP 97", "a=rtpmap:97 H264/90000",
                "a=fmtp:97 packetization-mode=1;profile-level-id=42e01f"]

    def run(self):
        while octets := self.socket.recv(2048):
            if octets[1] & 0x7f == 97 and octets[12] == 0x41:
                self.numbers.add(struct.unpack("!I", octets[13:17])[0])

    def close(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as waker:
            waker.sendto(b"", (IP, VIDEO_PORT))
        self.thread.join()
        self.socket.close()


class PionPeer:
    def __init__(self, program, part, setup, video):
        self.process = subprocess.Popen([program, part, setup] + ["video"] * video, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def read(self):
        for line in self.process.stdout:
            if line.startswith("{"):
                return json.loads(line)
            print("pion says:", line.strip(), flush=True)  # its log goes the same way
        return {"error": "it ended"}

    def sdp(self):
        return self.read()["sdp"]

    def take(self, sdp):
        self.process.stdin.write(json.dumps({"sdp": sdp}) + "\n")
        self.process.stdin.flush()

    def end(self):
        self.process.stdin.close()
        return self.process.wait(10)


def talks(what, call, peer):
    call.talk(3)
    seen = peer.read()
    check(f"{what}: connected", "error" not in seen, seen)
    call.check_phone_hears(what)
    if call.phone.video:
        # pion 3 takes an SSRC that no SDP names where there is one m-line alone: with two it hears nothing of us.
        check(f"{what}: pion's video reaches the phone", len(call.phone.video.numbers) >= seen.get("video_sent", 1) - 5,
              f"{len(call.phone.video.numbers)} pictures, {seen}")
    else:
        check(f"{what}: pion hears the phone's tone", near(seen.get("audio_hz", 0), PHONE_HZ), seen)
    check(f"{what}: the call is deleted", call.delete() == "ok")
    check(f"{what}: pion ends in order", peer.end() == 0)
    call.phone.close()


def begin(gateway, program, part, setup, video):
    return PionPeer(program, part, setup, video), Call(gateway, Phone(VideoPhone() if video else None))


def stranger_offers(gateway, program, setup, expected, video=False):
    what = f"pion offers setup:{setup}" + ", with video" * video
    peer, call = begin(gateway, program, "offer", setup, video)
    answer = call.offered_by_stranger(peer.sdp())
    check(f"{what}: the gateway answers {expected}", setup_of(answer) == expected, setup_of(answer))
    if video:
        check(f"{what}: with one BUNDLE", "a=group:BUNDLE 0 1" in answer, answer)
    peer.take(answer)
    talks(what, call, peer)


def phone_offers(gateway, program, setup, video=False):
    what = f"the phone offers, pion answers setup:{setup}" + ", with video" * video
    peer, call = begin(gateway, program, "answer", setup, video)
    peer.take(call.offered_by_phone())
    answer = peer.sdp()
    check(f"{what}: so it does", setup_of(answer) == setup, setup_of(answer))
    call.answered_by_stranger(answer)
    talks(what, call, peer)


def main():
    build, program = sys.argv[1:]
    gateway = NgGateway(build, f"{build}/strangers/pion-gateway.log")
    try:
        stranger_offers(gateway, program, "actpass", "passive")
        stranger_offers(gateway, program, "active", "passive")
        stranger_offers(gateway, program, "passive", "active")
        phone_offers(gateway, program, "active")
        phone_offers(gateway, program, "passive")
        stranger_offers(gateway, program, "actpass", "passive", video=True)
        stranger_offers(gateway, program, "passive", "active", video=True)
        phone_offers(gateway, program, "active", video=True)
    finally:
        check("the gateway ends in order", gateway.stop() == 0)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
