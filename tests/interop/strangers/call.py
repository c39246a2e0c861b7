# SPDX-License-Identifier: Apache-2.0
"""One call between a WebRTC end and a phone of G.711 mu-law, and the checks that every stranger's calls are put to."""
import os
import random
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from ng_gateway import IP
from rtp_peer import RtpPeer

PHONE_HZ, STRANGER_HZ = 600, 1000
PHONE_PORT = 41000
TALK = 2.5  # seconds

passed = failed = 0


def check(what, ok, found=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    print(("ok      " if ok else "FAILED  ") + what + ("" if ok else f"   found: {found}"), flush=True)


def finish():
    print(f"{passed} passed, {failed} failed")
    return failed != 0 or passed == 0


def near(measured, hz):
    return abs(measured - hz) < hz / 100


def audio_port(sdp):
    return int(re.search(r"^m=audio (\d+)", sdp, re.M).group(1))


def setup_of(sdp):
    return re.search(r"^a=setup:(\w+)", sdp, re.M).group(1)


class Phone:
    """Plays a tone and listens; `video`, if it has any, listens only."""

    def __init__(self, video=None):
        self.audio = RtpPeer(IP, PHONE_PORT)
        self.video = video

    def sdp(self):
        lines = ["v=0", f"o=- 1 1 IN IP4 {IP}", "s=-", f"c=IN IP4 {IP}", "t=0 0", f"m=audio {PHONE_PORT} RTP/AVP 0",
                 "a=rtpmap:0 PCMU/8000"]
        return "\r\n".join(lines + (self.video.sdp() if self.video else [])) + "\r\n"

    def talk(self, sdp, seconds=TALK):
        self.audio.run((IP, audio_port(sdp)), seconds, PHONE_HZ)

    def close(self):
        self.audio.close()
        if self.video:
            self.video.close()


class Call:
    """Who offers is the stranger or the phone. Both SDPs of the gateway are kept."""

    def __init__(self, gateway, phone):
        self.gateway, self.phone = gateway, phone
        self.id = f"{random.getrandbits(64):x}"

    def offered_by_stranger(self, offer):
        self.to_phone = self.gateway.towards_phone("offer", call_id=self.id, from_tag="a", sdp=offer)
        self.to_stranger = self.gateway.towards_webrtc("answer", call_id=self.id, from_tag="a", to_tag="b",
                                                       sdp=self.phone.sdp())
        return self.to_stranger

    def offered_by_phone(self):
        self.to_stranger = self.gateway.towards_webrtc("offer", call_id=self.id, from_tag="a", sdp=self.phone.sdp())
        return self.to_stranger

    def answered_by_stranger(self, answer):
        self.to_phone = self.gateway.towards_phone("answer", call_id=self.id, from_tag="a", to_tag="b", sdp=answer)

    def talk(self, seconds=TALK):
        self.phone.talk(self.to_phone, seconds)

    def check_phone_hears(self, what):
        audio = self.phone.audio
        check(f"{what}: the phone hears its tone", near(audio.frequency(), STRANGER_HZ) and audio.level() > -20,
              f"{audio.frequency():.1f} Hz at {audio.level():.1f} dB in {len(audio.packets)} packets")
        ssrcs = {ssrc for _, _, _, _, ssrc in audio.packets}
        check(f"{what}: of one source", len(ssrcs) == 1, ssrcs)

    def delete(self):
        return self.gateway.ask(command="delete", call_id=self.id, from_tag="a").get("result")
