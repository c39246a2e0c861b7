# SPDX-License-Identifier: Apache-2.0
"""OpenSSL's own tool as the DTLS end behind an IceSocket, and SRTP with the keys that it exports."""
import re
import select
import socket
import subprocess
import threading
import time

import pylibsrtp

from ng_gateway import IP

PROFILES = {"SRTP_AES128_CM_SHA1_80": (16, 14, pylibsrtp.Policy.SRTP_PROFILE_AES128_CM_SHA1_80),
            "SRTP_AEAD_AES_128_GCM": (16, 12, pylibsrtp.Policy.SRTP_PROFILE_AEAD_AES_128_GCM),
            "SRTP_AEAD_AES_256_GCM": (32, 12, pylibsrtp.Policy.SRTP_PROFILE_AEAD_AES_256_GCM)}


def make_certificate(folder, name):
    """A self-signed one; its files and its SHA-256 fingerprint."""
    key, certificate = f"{folder}/{name}.key", f"{folder}/{name}.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                    key, "-out", certificate, "-subj", "/CN=stranger", "-days", "2"], check=True, capture_output=True)
    said = subprocess.run(["openssl", "x509", "-in", certificate, "-noout", "-fingerprint", "-sha256"], check=True,
                          capture_output=True, text=True).stdout
    return ["-cert", certificate, "-key", key], said.strip().split("=")[1]


TOOL_PORT = 41900


class OpensslEnd:
    """Carries datagrams between the tool, which knows nothing of ICE, and the gateway."""

    def __init__(self, ice, role, profile, certificate):
        self.ice, self.role, self.profile = ice, role, profile
        self.inner = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.inner.bind((IP, 0))
        self.said, self.media, self.tool_at = "", [], None
        exporting = ["-dtls1_2", "-use_srtp", profile, "-keymatexport", "EXTRACTOR-dtls_srtp", "-keymatexportlen",
                     str(2 * sum(PROFILES[profile][:2])), *certificate]
        if role == "server":
            self.tool_at = (IP, TOOL_PORT)
            command = ["openssl", "s_server", "-accept", f"{IP}:{TOOL_PORT}", "-verify", "0", *exporting]
        else:
            command = ["openssl", "s_client", "-connect", f"{IP}:{self.inner.getsockname()[1]}", *exporting]
        self.tool = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.open = True
        self.threads = [threading.Thread(target=self.listen), threading.Thread(target=self.carry)]
        for thread in self.threads:
            thread.start()

    def listen(self):
        for line in self.tool.stdout:
            self.said += line.decode(errors="replace")

    def carry(self):
        for octets in self.ice.early:
            self.from_gateway(octets)
        while self.open:
            for ready in select.select([self.ice.socket, self.inner], [], [], 0.1)[0]:
                try:
                    if ready is self.inner:
                        octets, self.tool_at = ready.recvfrom(2048)
                        self.ice.socket.send(octets)
                    else:
                        self.from_gateway(ready.recv(2048))
                except OSError:
                    continue

    def from_gateway(self, octets):
        if 20 <= octets[0] <= 63 and self.tool_at:
            self.inner.sendto(octets, self.tool_at)
        elif octets[0] >= 128:
            self.media.append(octets)

    def keys(self, seconds=10):
        """Own and the gateway's master key and salt, None when there is no handshake in time."""
        end = time.time() + seconds
        while not (found := re.search(r"Keying material: ([0-9A-F]+)", self.said)):
            if time.time() > end:
                return None
            time.sleep(0.05)
        material, (key, salt, _) = bytes.fromhex(found.group(1)), PROFILES[self.profile]
        client = material[:key] + material[2 * key:2 * key + salt]
        server = material[key:2 * key] + material[2 * key + salt:]
        return (server, client) if self.role == "server" else (client, server)

    def srtp(self, master, kind):
        return pylibsrtp.Session(pylibsrtp.Policy(key=master, ssrc_type=kind, srtp_profile=PROFILES[self.profile][2]))

    def speak(self, master, packets):
        session = self.srtp(master, pylibsrtp.Policy.SSRC_ANY_OUTBOUND)
        for packet in packets:
            self.ice.socket.send(session.protect(packet))
            time.sleep(0.02)

    def heard(self, master):
        """What of the gateway's RTP decrypts, and how many do not."""
        session, good, bad = self.srtp(master, pylibsrtp.Policy.SSRC_ANY_INBOUND), [], 0
        for octets in self.media:
            if 192 <= octets[1] <= 223:
                continue
            try:
                good.append(session.unprotect(octets))
            except pylibsrtp.Error:
                bad += 1
        return good, bad

    def close(self):
        self.open = False
        self.tool.kill()
        self.tool.wait()
        for thread in self.threads:
            thread.join()
        self.inner.close()
        self.ice.close()
