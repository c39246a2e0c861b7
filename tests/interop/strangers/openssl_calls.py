# SPDX-License-Identifier: Apache-2.0
"""`openssl s_server` and `s_client` <-> wims-ng-gateway <-> a phone: the gateway as DTLS client and as DTLS server, and SRTP by
libsrtp2 with the keys that the tool exports.     openssl_calls.py BUILD       Ends with "N passed, M failed"."""
import math
import struct
import sys
import tempfile
import threading

from call import PHONE_HZ, STRANGER_HZ, TALK, Call, Phone, check, finish, near, setup_of
from ice_socket import IceSocket
from ng_gateway import NgGateway
from openssl_end import PROFILES, OpensslEnd, make_certificate
from rtp_peer import from_ulaw, ulaw


def tone(packets, hz):
    for n in range(packets):
        header = struct.pack("!BBHII", 0x80, 0, 65500 + n & 0xffff, 160 * n, 0x5EED)
        yield header + bytes(ulaw(int(6000 * math.sin(2 * math.pi * hz * (160 * n + i) / 8000))) for i in range(160))


def frequency(packets):
    tail = [from_ulaw(code) for packet in packets for code in packet[12:]][-8000:]
    rising = [i + a / (a - b) for i, (a, b) in enumerate(zip(tail, tail[1:])) if a < 0 <= b]
    return (len(rising) - 1) * 8000 / (rising[-1] - rising[0]) if len(rising) > 2 else 0


def talks(gateway, role, profile, certificate, fingerprint):
    what = f"openssl s_{role}, {profile}"
    ice, call = IceSocket(), Call(gateway, Phone())
    answer = call.offered_by_stranger(ice.offer(fingerprint, "passive" if role == "server" else "active"))
    expected = "active" if role == "server" else "passive"
    check(f"{what}: the gateway answers {expected}", setup_of(answer) == expected, setup_of(answer))
    check(f"{what}: a check is answered", ice.connect(answer))
    end = OpensslEnd(ice, role, profile, certificate)
    keys = end.keys()
    check(f"{what}: hands are shaken", keys is not None, end.said[-1500:])
    if keys:
        speaking = threading.Thread(target=end.speak, args=(keys[0], list(tone(int(TALK * 50), STRANGER_HZ))))
        speaking.start()
        call.talk()
        speaking.join()
        call.check_phone_hears(what)
        good, bad = end.heard(keys[1])
        check(f"{what}: the stranger hears the phone's tone", near(frequency(good), PHONE_HZ) and bad == 0,
              f"{frequency(good):.1f} Hz in {len(good)} packets, {bad} that do not decrypt")
    call.delete()
    call.phone.close()
    end.close()


def refused(gateway, certificate, other_fingerprint):
    what = "openssl s_server with another certificate than announced"
    ice, call = IceSocket(), Call(gateway, Phone())
    answer = call.offered_by_stranger(ice.offer(other_fingerprint, "passive"))
    check(f"{what}: a check is answered", ice.connect(answer))
    end = OpensslEnd(ice, "server", "SRTP_AES128_CM_SHA1_80", certificate)
    check(f"{what}: no handshake", end.keys(3) is None)
    check(f"{what}: but an alert", "alert" in end.said, end.said[-800:])
    call.delete()
    call.phone.close()
    end.close()


def main():
    build = sys.argv[1]
    gateway = NgGateway(build, f"{build}/strangers/openssl-gateway.log")
    try:
        with tempfile.TemporaryDirectory() as folder:
            certificate, fingerprint = make_certificate(folder, "one")
            for role in ("server", "client"):
                for profile in PROFILES:
                    talks(gateway, role, profile, certificate, fingerprint)
            refused(gateway, certificate, make_certificate(folder, "two")[1])
    finally:
        check("the gateway ends in order", gateway.stop() == 0)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
