# SPDX-License-Identifier: Apache-2.0
"""A SIP element on a raw UDP socket: nothing here shares code with what is tested."""
import hashlib
import random
import re
import select
import socket
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


def digest_response(challenge, username, password, method, uri):
    """The Authorization that answers a WWW-Authenticate with qop=auth and MD5. [RFC 7616]"""
    given = dict(re.findall(r'(\w+)="?([^",]*)"?', challenge.split(None, 1)[1]))

    def md5(text):
        return hashlib.md5(text.encode()).hexdigest()
    secret, action = md5(f"{username}:{given['realm']}:{password}"), md5(f"{method}:{uri}")
    cnonce = f"{random.getrandbits(64):x}"
    response = md5(f"{secret}:{given['nonce']}:00000001:{cnonce}:auth:{action}")
    return (f'Digest username="{username}",realm="{given["realm"]}",nonce="{given["nonce"]}",uri="{uri}",'
            f'response="{response}",algorithm=MD5,qop=auth,nc=00000001,cnonce="{cnonce}"')
