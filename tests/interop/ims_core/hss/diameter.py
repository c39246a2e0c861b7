# SPDX-License-Identifier: Apache-2.0
"""Diameter base protocol (RFC 6733) wire format: just enough for a Cx peer."""
import itertools
import os
import socket
import struct
import time

V3GPP = 10415
CX_APP = 16777216

# header flags
F_REQUEST, F_PROXIABLE, F_ERROR = 0x80, 0x40, 0x20
# AVP flags
A_VENDOR, A_MANDATORY = 0x80, 0x40

# base AVPs
USER_NAME, HOST_IP_ADDRESS, AUTH_APPLICATION_ID, VENDOR_SPECIFIC_APP_ID = 1, 257, 258, 260
SESSION_ID, ORIGIN_HOST, SUPPORTED_VENDOR_ID, VENDOR_ID = 263, 264, 265, 266
RESULT_CODE, PRODUCT_NAME, AUTH_SESSION_STATE, ORIGIN_STATE_ID = 268, 269, 277, 278
DEST_REALM, PROXY_INFO, DEST_HOST, ORIGIN_REALM = 283, 284, 293, 296
EXPERIMENTAL_RESULT, EXPERIMENTAL_RESULT_CODE = 297, 298
# digest AVPs [RFC 4590; TS 29.229 takes the numbers without a vendor]
DIGEST_REALM, DIGEST_QOP, DIGEST_ALGORITHM, DIGEST_HA1 = 104, 110, 111, 121
# Cx AVPs [TS 29.229 6.3]
VISITED_NETWORK_ID, PUBLIC_IDENTITY, SERVER_NAME, SERVER_CAPABILITIES, MANDATORY_CAPABILITY = range(600, 605)
USER_DATA, SIP_NUMBER_AUTH_ITEMS, SIP_AUTH_SCHEME = range(606, 609)
SIP_AUTH_DATA_ITEM, SIP_ITEM_NUMBER, SERVER_ASSIGNMENT_TYPE, DEREG_REASON, REASON_CODE, REASON_INFO = range(612, 618)
USER_AUTHORIZATION_TYPE, USER_DATA_ALREADY_AVAILABLE = 623, 624
WILDCARDED_PUBLIC_IDENTITY, SIP_DIGEST_AUTHENTICATE = 634, 635

CER, DWR, DPR = 257, 280, 282
UAR, SAR, LIR, MAR, RTR = 300, 301, 302, 303, 304
NAMES = {CER: "CE", DWR: "DW", DPR: "DP", UAR: "UA", SAR: "SA", LIR: "LI", MAR: "MA", RTR: "RT"}

SUCCESS, COMMAND_UNSUPPORTED, MISSING_AVP = 2001, 3001, 5005


class DiameterError(Exception):
    pass


def pack_avp(code, value, vendor=0, mandatory=True):
    if isinstance(value, int):
        data = struct.pack("!I", value & 0xFFFFFFFF)
    elif isinstance(value, str):
        data = value.encode()
    elif isinstance(value, (list, tuple)):
        data = b"".join(value)
    else:
        data = bytes(value)
    flags = (A_VENDOR if vendor else 0) | (A_MANDATORY if mandatory else 0)
    size = (12 if vendor else 8) + len(data)
    out = struct.pack("!IB", code, flags) + size.to_bytes(3, "big")
    if vendor:
        out += struct.pack("!I", vendor)
    return out + data + b"\0" * (-size % 4)


def cx(code, value, mandatory=True):
    return pack_avp(code, value, V3GPP, mandatory)


def address(ip):
    return struct.pack("!H", 1) + socket.inet_aton(ip)


def parse_avps(buf):
    """-> list of (code, vendor, data)"""
    out, pos = [], 0
    while pos < len(buf):
        if len(buf) - pos < 8:
            raise DiameterError("truncated AVP header")
        code, flags = struct.unpack_from("!IB", buf, pos)
        size = int.from_bytes(buf[pos + 5:pos + 8], "big")
        head, vendor = 8, 0
        if flags & A_VENDOR:
            head = 12
            vendor = struct.unpack_from("!I", buf, pos + 8)[0]
        if size < head or pos + size > len(buf):
            raise DiameterError("AVP %d has a bad length %d" % (code, size))
        out.append((code, vendor, bytes(buf[pos + head:pos + size])))
        pos += size + (-size % 4)
    return out


class Message:
    def __init__(self, code, app=0, flags=0, hbh=0, e2e=0, avps=()):
        self.code, self.app, self.flags, self.hbh, self.e2e = code, app, flags, hbh, e2e
        self.raw = list(avps)          # packed AVPs, for sending
        self.avps = []                 # parsed AVPs, after parse()

    @property
    def is_request(self):
        return bool(self.flags & F_REQUEST)

    @property
    def name(self):
        return NAMES.get(self.code, str(self.code)) + ("R" if self.is_request else "A")

    def pack(self):
        body = b"".join(self.raw)
        return (b"\1" + (20 + len(body)).to_bytes(3, "big") + bytes([self.flags]) +
                self.code.to_bytes(3, "big") +
                struct.pack("!III", self.app, self.hbh, self.e2e) + body)

    @classmethod
    def parse(cls, buf):
        if buf[0] != 1 or int.from_bytes(buf[1:4], "big") != len(buf):
            raise DiameterError("bad header")
        app, hbh, e2e = struct.unpack_from("!III", buf, 8)
        m = cls(int.from_bytes(buf[5:8], "big"), app, buf[4], hbh, e2e)
        m.avps = parse_avps(buf[20:])
        return m

    def data(self, code, vendor=0):
        for c, v, d in self.avps:
            if c == code and v == vendor:
                return d
        return None

    def text(self, code, vendor=0):
        d = self.data(code, vendor)
        return None if d is None else d.decode("utf-8", "replace")

    def number(self, code, vendor=0, default=None):
        d = self.data(code, vendor)
        return default if d is None or len(d) != 4 else struct.unpack("!I", d)[0]

    def all(self, code, vendor=0):
        return [d for c, v, d in self.avps if c == code and v == vendor]


_ids = itertools.count(int(time.time()) << 12 & 0xFFFFFFFF)
_sess = itertools.count(1)


def next_id():
    return next(_ids) & 0xFFFFFFFF


def session_id(host):
    return "%s;%d;%d;%d" % (host, int(time.time()), os.getpid(), next(_sess))
