# SPDX-License-Identifier: Apache-2.0
"""A SIP element on a raw UDP socket, and an RTP source with G.711: nothing here shares code with what is tested."""
import math
import random
import select
import socket
import struct
import time


class Message:
    """A SIP message as text. `headers` keeps order and doubles."""

    def __init__(self, start, headers, body="", source=None):
        self.start, self.headers, self.body, self.source = start, headers, body, source

    @staticmethod
    def parse(data, source):
        head, _, body = data.decode("utf-8", "replace").partition("\r\n\r\n")
        lines = head.split("\r\n")
        return Message(lines[0], [tuple(p.strip() for p in line.split(":", 1)) for line in lines[1:]], body, source)

    def all(self, name):
        return [value for field, value in self.headers if field.lower() == name.lower()]

    def get(self, name):
        values = self.all(name)
        return values[0] if values else None

    @property
    def status(self):
        return int(self.start.split()[1]) if self.start.startswith("SIP/2.0") else 0

    @property
    def method(self):
        return "" if self.status else self.start.split()[0]

    @property
    def uri(self):
        return self.start.split()[1]

    def encode(self):
        fields = [h for h in self.headers if h[0].lower() != "content-length"]
        fields.append(("Content-Length", str(len(self.body.encode()))))
        return (self.start + "\r\n" + "".join(f"{n}: {v}\r\n" for n, v in fields) + "\r\n" + self.body).encode()


class SipPeer:
    def __init__(self, ip, port, core):
        self.ip, self.port, self.core = ip, port, core
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((ip, port))
        self.inbox = []

    def close(self):
        self.socket.close()

    def request(self, method, uri, headers, body="", call_id=None, cseq=1, to=None, sender=None):
        fields = [("Via", f"SIP/2.0/UDP {self.ip}:{self.port};branch=z9hG4bK{random.getrandbits(64):x}"),
                  ("Max-Forwards", "70"),
                  ("From", sender or f"<sip:peer@{self.ip}>;tag={random.getrandbits(32):x}"),
                  ("To", to or f"<{uri}>"),
                  ("Call-ID", call_id or f"{random.getrandbits(64):x}@{self.ip}"),
                  ("CSeq", f"{cseq} {method}")]
        given = {name.lower() for name, _ in headers}
        fields = [f for f in fields if f[0].lower() not in given] + list(headers)
        return Message(f"{method} {uri} SIP/2.0", fields, body)

    def send(self, message, to=None):
        self.socket.sendto(message.encode(), to or self.core)

    def wait(self, wanted, seconds=5):
        """The first message that `wanted` likes; others stay for later."""
        end = time.time() + seconds
        while True:
            for i, message in enumerate(self.inbox):
                if wanted(message):
                    return self.inbox.pop(i)
            left = end - time.time()
            if left <= 0 or not select.select([self.socket], [], [], left)[0]:
                return None
            data, source = self.socket.recvfrom(65536)
            self.inbox.append(Message.parse(data, source))

    def final(self, request, seconds=5):
        return self.wait(lambda m: m.status >= 200 and m.get("Call-ID") == request.get("Call-ID")
                         and m.get("CSeq") == request.get("CSeq"), seconds)

    def ask(self, request, seconds=5):
        """Sends, and returns the final response; a failed INVITE is acknowledged."""
        self.send(request)
        answer = self.final(request, seconds)
        if answer is not None and answer.status >= 300 and request.method == "INVITE":
            ack = [(n, v) for n, v in request.headers if n in ("Via", "Max-Forwards", "From", "Call-ID", "Route")]
            ack += [("To", answer.get("To")), ("CSeq", request.get("CSeq").split()[0] + " ACK")]
            self.send(Message(request.start.replace("INVITE", "ACK", 1), ack))
        return answer

    def respond(self, request, status, reason, headers=(), body="", tag=None):
        fields = [(n, v) for n, v in request.headers if n.lower() in ("via", "from", "call-id", "cseq", "record-route")]
        to = request.get("To")
        if tag and "tag=" not in to:
            to += f";tag={tag}"
        fields.append(("To", to))
        self.send(Message(f"SIP/2.0 {status} {reason}", fields + list(headers), body), request.source)


def in_dialog(peer, method, invite, answer, cseq, headers=()):
    """A request of the caller's in the dialog that `answer` made: Record-Route reversed, Contact as Request-URI."""
    routes = [("Route", entry.strip()) for value in reversed(answer.all("Record-Route"))
              for entry in reversed(value.split(","))]
    uri = answer.get("Contact").split("<")[1].split(">")[0]
    return peer.request(method, uri, routes + list(headers), call_id=invite.get("Call-ID"), cseq=cseq,
                        to=answer.get("To"), sender=invite.get("From"))


def description(ip, port, formats="0 101"):
    return (f"v=0\r\no=- 1 1 IN IP4 {ip}\r\ns=-\r\nc=IN IP4 {ip}\r\nt=0 0\r\nm=audio {port} RTP/AVP {formats}\r\n"
            "a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n")


def media_port(body):
    return int(next(line for line in body.split("\r\n") if line.startswith("m=audio")).split()[1])


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
