# SPDX-License-Identifier: Apache-2.0
"""wims-ng-gateway as a process, asked the way a SIP proxy asks."""
import socket
import subprocess
import time

IP, NG_PORT, W3_PORT = "127.0.0.1", 2223, 30000


def bencode(value):
    if isinstance(value, dict):
        return "d" + "".join(bencode(k) + bencode(value[k]) for k in sorted(value)) + "e"
    if isinstance(value, list):
        return "l" + "".join(map(bencode, value)) + "e"
    if isinstance(value, int):
        return f"i{value}e"
    return f"{len(value.encode())}:{value}"


def bdecode(text, at=0):
    """The value at `at`, and where it ends."""
    kind = text[at]
    if kind == "i":
        end = text.index("e", at)
        return int(text[at + 1:end]), end + 1
    if kind in "dl":
        items, at = [], at + 1
        while text[at] != "e":
            item, at = bdecode(text, at)
            items.append(item)
        return (dict(zip(items[::2], items[1::2])) if kind == "d" else items), at + 1
    colon = text.index(":", at)
    end = colon + 1 + int(text[at:colon])
    return text[colon + 1:end], end


class NgGateway:
    def __init__(self, build, log):
        self.log = open(log, "w")
        self.process = subprocess.Popen(
            [f"{build}/examples/ng_gateway/wims-ng-gateway", f"--listen-ng={IP}:{NG_PORT}", f"--interface={IP}",
             f"--port-min={W3_PORT}", "--port-max=30100"], stdout=self.log, stderr=subprocess.STDOUT)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(0.5)
        self.cookie = 0
        end = time.time() + 10
        while self.ask(command="ping").get("result") != "pong":
            if time.time() > end:
                raise RuntimeError(f"the gateway does not answer, see {log}")

    def ask(self, **body):
        self.cookie += 1
        body = {key.replace("_", "-"): value for key, value in body.items()}
        self.socket.sendto(f"{self.cookie} {bencode(body)}".encode(), (IP, NG_PORT))
        try:
            answer = self.socket.recv(65536).decode()
        except OSError:
            time.sleep(0.1)
            return {}
        return bdecode(answer, answer.index(" ") + 1)[0]

    def sdp(self, command, **body):
        answer = self.ask(command=command, **body)
        if "sdp" not in answer:
            raise RuntimeError(f"{command}: {answer}")
        return answer["sdp"]

    def towards_phone(self, command, **body):
        return self.sdp(command, transport_protocol="RTP/AVP", ICE="remove", rtcp_mux=["demux"], **body)

    def towards_webrtc(self, command, **body):
        return self.sdp(command, transport_protocol="UDP/TLS/RTP/SAVPF", ICE="force", **body)

    def stop(self):
        self.process.terminate()
        status = self.process.wait(10)
        self.log.close()
        return status
