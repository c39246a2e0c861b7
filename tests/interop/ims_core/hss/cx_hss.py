#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A small Cx HSS: answers UAR, LIR, MAR and SAR over Diameter on TCP, and sends RTR when it is told to over HTTP.
    cx_hss.py SUBSCRIBERS.json ADDRESS [--port 3868] [--http-port 8011]
HTTP, for tests: GET /state, GET /log[?since=N], POST /rtr {"impi":..., "impus":[...], "reason":N}."""
import argparse
import asyncio
import json
import re
import sys
import time

import diameter as d
from cx_commands import SAR_NAMES, Commands, Refusal
from subscription import Subscription


class Hss:
    def __init__(self, conf, bind):
        self.host, self.realm, self.bind = conf["origin_host"], conf["realm"], bind
        self.subscriptions = [Subscription(s) for s in conf["subscriptions"]]
        self.commands = Commands(self.subscriptions, conf["visited_networks"], self.realm)
        self.peers, self.waiting, self.log = {}, {}, []  # Origin-Host -> writer; hop-by-hop id -> future; dicts
        self.started = int(time.time())

    # Diameter -------------------------------------------------------------------------------------------------------

    def origin(self):
        return [d.pack_avp(d.ORIGIN_HOST, self.host), d.pack_avp(d.ORIGIN_REALM, self.realm)]

    @staticmethod
    def application():
        return d.pack_avp(d.VENDOR_SPECIFIC_APP_ID, [d.pack_avp(d.VENDOR_ID, d.V3GPP),
                                                     d.pack_avp(d.AUTH_APPLICATION_ID, d.CX_APP)])

    def answer(self, m):
        a = d.Message(m.code, m.app, m.flags & d.F_PROXIABLE, m.hbh, m.e2e)
        session = m.data(d.SESSION_ID)
        a.raw = [d.pack_avp(d.SESSION_ID, session)] if session else []
        command = self.commands.by_code.get(m.code) if m.app == d.CX_APP else None
        if m.code == d.CER:
            a.raw += [d.pack_avp(d.RESULT_CODE, d.SUCCESS)] + self.origin() + [
                d.pack_avp(d.HOST_IP_ADDRESS, d.address(self.bind)), d.pack_avp(d.VENDOR_ID, 0),
                d.pack_avp(d.PRODUCT_NAME, "cx_hss", mandatory=False), d.pack_avp(d.ORIGIN_STATE_ID, self.started),
                d.pack_avp(d.SUPPORTED_VENDOR_ID, d.V3GPP), self.application()]
        elif m.code in (d.DWR, d.DPR):
            a.raw += [d.pack_avp(d.RESULT_CODE, d.SUCCESS)] + self.origin()
        elif command:
            a.raw += [self.application(), d.pack_avp(d.AUTH_SESSION_STATE, 1)] + self.origin()
            try:
                a.raw += command(m)
            except Refusal as refusal:
                a.raw += refusal.avps()
                if m.code == d.MAR:  # Kamailio looks for these before the result
                    a.raw += [d.pack_avp(d.USER_NAME, m.text(d.USER_NAME) or "")]
                    a.raw += [d.cx(d.PUBLIC_IDENTITY, impu) for impu in m.all(d.PUBLIC_IDENTITY, d.V3GPP)]
            a.raw += [d.pack_avp(d.PROXY_INFO, info) for info in m.all(d.PROXY_INFO)]
        else:
            a.flags |= d.F_ERROR
            a.raw += [d.pack_avp(d.RESULT_CODE, d.COMMAND_UNSUPPORTED)] + self.origin()
        return a

    def note(self, m, answer):
        if m.app != d.CX_APP:
            return
        a = d.Message.parse(answer.pack())
        entry = {"n": len(self.log), "command": m.name, "impi": m.text(d.USER_NAME),
                 "impu": m.text(d.PUBLIC_IDENTITY, d.V3GPP), "result": a.number(d.RESULT_CODE)}
        if m.code == d.SAR:
            entry["assignment"] = SAR_NAMES[m.number(d.SERVER_ASSIGNMENT_TYPE, d.V3GPP, 0)]
        for code, _, data in d.parse_avps(a.data(d.EXPERIMENTAL_RESULT) or b""):
            if code == d.EXPERIMENTAL_RESULT_CODE:
                entry["experimental"] = int.from_bytes(data, "big")
        self.log.append(entry)
        print(json.dumps(entry), flush=True)

    async def serve(self, reader, writer):
        peer = "?"
        try:
            while True:
                head = await reader.readexactly(4)
                size = int.from_bytes(head[1:4], "big")
                if head[0] != 1 or not 20 <= size <= 1 << 20:
                    raise d.DiameterError("not Diameter")
                m = d.Message.parse(head + await reader.readexactly(size - 4))
                if not m.is_request:
                    waiter = self.waiting.pop(m.hbh, None)
                    if waiter and not waiter.done():
                        waiter.set_result(m)
                    continue
                if m.code == d.CER:
                    peer = m.text(d.ORIGIN_HOST)
                    self.peers[peer] = writer
                    print("peer up:", peer, flush=True)
                answer = self.answer(m)
                self.note(m, answer)
                writer.write(answer.pack())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, d.DiameterError) as error:
            print(f"peer down: {peer} ({error or type(error).__name__})", flush=True)
        finally:
            if self.peers.get(peer) is writer:
                del self.peers[peer]
            writer.close()

    async def remove(self, impi, impus, reason):
        """RTR to the S-CSCF of `impus`, and its answer. [TS 29.228 6.1.3]"""
        subscription = self.commands.of_impu(impus[0])
        host = re.sub(r"[:;].*$", "", re.sub(r"^sips?:", "", subscription.s_cscf or ""))
        writer = self.peers.get(host)
        if writer is None:
            return {"error": f"no Diameter connection from the S-CSCF {host!r}"}
        m = d.Message(d.RTR, d.CX_APP, d.F_REQUEST | d.F_PROXIABLE, d.next_id(), d.next_id())
        m.raw = [d.pack_avp(d.SESSION_ID, d.session_id(self.host)), self.application(),
                 d.pack_avp(d.AUTH_SESSION_STATE, 1)] + self.origin() + [
            d.pack_avp(d.DEST_HOST, host), d.pack_avp(d.DEST_REALM, self.realm), d.pack_avp(d.USER_NAME, impi),
            *(d.cx(d.PUBLIC_IDENTITY, impu) for impu in impus),
            d.cx(d.DEREG_REASON, [d.cx(d.REASON_CODE, reason), d.cx(d.REASON_INFO, "removed by the operator")])]
        waiter = self.waiting[m.hbh] = asyncio.get_running_loop().create_future()
        writer.write(m.pack())
        try:
            answer = await asyncio.wait_for(waiter, 5)
        except asyncio.TimeoutError:
            self.waiting.pop(m.hbh, None)
            return {"error": "no RTA within 5 s"}
        self.commands.take_away(subscription, impus)
        return {"result": answer.number(d.RESULT_CODE)}

    # HTTP -----------------------------------------------------------------------------------------------------------

    def state(self):
        return {"peers": sorted(self.peers), "subscriptions": {
            s.name: {"s_cscf": s.s_cscf, "registered": {impu: sorted(impis) for impu, impis in s.registered.items()}}
            for s in self.subscriptions}}

    async def respond(self, method, path, query, body):
        if (method, path) == ("GET", "/state"):
            return 200, self.state()
        if (method, path) == ("GET", "/log"):
            return 200, self.log[int(query.partition("since=")[2] or 0):]
        if (method, path) == ("POST", "/rtr"):
            asked = json.loads(body)
            return 200, await self.remove(asked["impi"], asked["impus"], asked.get("reason", 0))
        return 404, {"error": "no such path"}

    async def http(self, reader, writer):
        try:
            method, target, _ = (await reader.readline()).decode().split()
            size = 0
            while header := (await reader.readline()).decode().strip():
                if header.lower().startswith("content-length:"):
                    size = int(header.split(":")[1])
            body = await reader.readexactly(min(size, 65536))
            path, _, query = target.partition("?")
            status, answer = await self.respond(method, path, query, body)
            data = json.dumps(answer).encode() + b"\n"
            writer.write(b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
                         b"Connection: close\r\n\r\n" % (status, len(data)) + data)
            await writer.drain()
        except (ValueError, KeyError, Refusal, OSError, asyncio.IncompleteReadError) as error:
            print("http:", repr(error), file=sys.stderr, flush=True)
        finally:
            writer.close()


async def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("subscribers")
    parser.add_argument("address")
    parser.add_argument("--port", type=int, default=3868)
    parser.add_argument("--http-port", type=int, default=8011)
    options = parser.parse_args()
    with open(options.subscribers, encoding="utf-8") as file:
        hss = Hss(json.load(file), options.address)
    servers = [await asyncio.start_server(hss.serve, options.address, options.port),
               await asyncio.start_server(hss.http, options.address, options.http_port)]
    print(f"{hss.host} on {options.address}:{options.port}, HTTP :{options.http_port}", flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


if __name__ == "__main__":
    asyncio.run(main())
