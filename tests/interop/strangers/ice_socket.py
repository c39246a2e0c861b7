# SPDX-License-Identifier: Apache-2.0
"""The least of a WebRTC end: a UDP socket that checks one pair as the controlling agent, and knows DTLS from SRTP."""
import binascii
import hashlib
import hmac
import os
import re
import socket
import struct

from ng_gateway import IP

MAGIC = 0x2112A442
USERNAME, INTEGRITY, PRIORITY, USE_CANDIDATE, FINGERPRINT, CONTROLLING = 6, 8, 0x24, 0x25, 0x8028, 0x802A


def attribute(kind, value):
    return struct.pack("!HH", kind, len(value)) + value + b"\0" * (-len(value) % 4)


def binding_request(username, password):
    """[RFC 8489 14.5, 14.7]"""
    transaction, body = os.urandom(12), attribute(USERNAME, username.encode())
    body += attribute(PRIORITY, struct.pack("!I", 1862270975)) + attribute(CONTROLLING, os.urandom(8))
    body += attribute(USE_CANDIDATE, b"")

    def header(more):
        return struct.pack("!HHI", 1, len(body) + more, MAGIC) + transaction

    body += attribute(INTEGRITY, hmac.new(password.encode(), header(24) + body, hashlib.sha1).digest())
    body += attribute(FINGERPRINT, struct.pack("!I", binascii.crc32(header(8) + body) ^ 0x5354554E))
    return header(0) + body


class IceSocket:
    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((IP, 0))
        self.port = self.socket.getsockname()[1]
        self.ufrag, self.password = os.urandom(4).hex(), os.urandom(16).hex()

    def offer(self, fingerprint, setup):
        return "\r\n".join(
            ["v=0", f"o=- 1 1 IN IP4 {IP}", "s=-", "t=0 0", "a=group:BUNDLE 0", f"m=audio {self.port} UDP/TLS/RTP/SAVPF 0",
             f"c=IN IP4 {IP}", "a=mid:0", "a=rtcp-mux", "a=sendrecv", f"a=ice-ufrag:{self.ufrag}",
             f"a=ice-pwd:{self.password}", f"a=fingerprint:sha-256 {fingerprint}", f"a=setup:{setup}",
             "a=rtpmap:0 PCMU/8000", f"a=candidate:1 1 UDP 2130706431 {IP} {self.port} typ host"]) + "\r\n"

    def connect(self, answer):
        """True when the gateway answers a check with success."""
        ufrag, password = (re.search(rf"^a=ice-{name}:(\S+)", answer, re.M).group(1) for name in ("ufrag", "pwd"))
        host, port = re.search(r"^a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ host", answer, re.M | re.I).groups()
        self.socket.connect((host, int(port)))
        self.early = []
        for _ in range(20):
            self.socket.send(binding_request(f"{ufrag}:{self.ufrag}", password))
            self.socket.settimeout(0.1)
            try:
                while (octets := self.socket.recv(2048))[:2] != b"\x01\x01":
                    self.early.append(octets)
                return True
            except OSError:
                continue
        return False

    def close(self):
        self.socket.close()
