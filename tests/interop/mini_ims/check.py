#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plays an eP-CSCF and an enhanced I-CSCF against wims-mini-ims, in what no other core has: its phones with their sound, its
control, its log, and its own strictness. The rest is in core_scenario.      check.py PROGRAM [LOG]
Ends with "N passed, M failed"."""
import json
import os
import random
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from rtp_peer import RtpPeer
from sip_peer import Message, SipPeer, description, in_dialog, media_port

BASE = f"127.{random.randint(64, 127)}.{random.randint(1, 250)}."
CORE, EP_CSCF, I_CSCF = (BASE + n for n in ("1", "2", "3"))
SIP, CONTROL = (CORE, 5060), f"http://{CORE}:8082"
BLOCK, PILOT, IMPI = "sip:w1-!.*!@webrtc.test", "sip:block1-pilot@webrtc.test", "block1@webrtc.test"
BOB, KEY = "sip:w1-000123@webrtc.test", ("P-Profile-Key", f"<{BLOCK}>")
TRAIL = "%032x" % random.getrandbits(128)

passed = failed = 0


def check(what, ok, found=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    print(("ok      " if ok else "FAILED  ") + what + ("" if ok else f"   found: {found}"), flush=True)


def control(path, body=None):
    request = urllib.request.Request(CONTROL + path, None if body is None else body.encode(),
                                     {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or "{}")


def phone(name):
    return control("/phones")[1][name]


def until(condition, seconds=5):
    end = time.time() + seconds
    while not condition() and time.time() < end:
        time.sleep(0.05)
    return condition()


def status(answer):
    return None if answer is None else answer.status


# REGISTER -----------------------------------------------------------------------------------------------------------

AUTHORIZATION = (f'Digest username="{IMPI}",realm="webrtc.test",nonce="",uri="sip:webrtc.test",response="",'
                 'integrity-protected="auth-done"')
COMPLETE = {"Contact": f"<sip:block1@{EP_CSCF}:5070>;+sip.instance=\"<urn:uuid:1>\"", "Expires": "600",
            "Path": f"<sip:term@{EP_CSCF}:5070;lr>", "Supported": "path", "Require": "path",
            "P-Visited-Network-ID": "ims.test", "Authorization": AUTHORIZATION,
            "Session-ID": TRAIL + ";remote=" + "0" * 32}


def register(peer, to=PILOT, **changes):
    """A complete REGISTER with some fields changed, or taken away by None. Underscores stand for hyphens."""
    fields = dict(COMPLETE)
    for name, value in changes.items():
        name = name.replace("_", "-")
        fields.pop(name, None)
        if value is not None:
            fields[name] = value
    return peer.ask(peer.request("REGISTER", "sip:webrtc.test", list(fields.items()), to=f"<{to}>",
                                 sender=f"<{to}>;tag=r"))


def registration_refusals(ep_cscf):
    """Those that are this core's own; core_scenario has what it shares with others."""
    def refused(what, wanted, answer):
        check(f"REGISTER {what}: {wanted}", status(answer) == wanted, status(answer))
        return answer

    answer = refused("without Supported: path", 420, register(ep_cscf, Supported=None))
    check("420 says Unsupported: path", answer is not None and answer.get("Unsupported") == "path")
    refused("realm of another domain", 403,
            register(ep_cscf, Authorization=AUTHORIZATION.replace('realm="webrtc.test"', 'realm="x.test"')))
    refused("a member of the wildcard itself", 403, register(ep_cscf, to=BOB))
    doubled = ep_cscf.request("REGISTER", "sip:webrtc.test", list(COMPLETE.items()) + [("User-Agent", "a"), ("User-Agent", "b")],
                              to=f"<{PILOT}>")
    refused("with two User-Agent fields", 400, ep_cscf.ask(doubled))
    check("nothing is registered by all that", control("/state")[1]["registrations"] == [])


def registration(ep_cscf):
    answer = register(ep_cscf)
    check("complete REGISTER: 200", status(answer) == 200, status(answer))
    check("Contact keeps its parameters", "+sip.instance" in (answer.get("Contact") or ""), answer.get("Contact"))
    long = register(ep_cscf, Expires="9000000")
    check("expires above the longest is lowered", "expires=600000" in (long.get("Contact") or ""), long.get("Contact"))
    register(ep_cscf, Contact="<sip:other@192.0.2.1>;expires=0")
    state = control("/state")[1]
    check("one binding, the other contact took nothing away", len(state["registrations"]) == 1)
    check("/state has the last REGISTER and counts it", state["received"]["REGISTER"] > 6
          and any("P-Visited-Network-ID: ims.test" in line for line in state["last_register"]), state)
    register(ep_cscf, Expires="0")
    check("de-registered, and the binding is gone", control("/state")[1]["registrations"] == [])


def expiry(ep_cscf):
    register(ep_cscf, Expires="5")
    check("a registration runs out by itself", len(control("/state")[1]["registrations"]) == 1
          and until(lambda: control("/state")[1]["registrations"] == [], 8))


def reg_event(ep_cscf):
    register(ep_cscf)
    fields = [("Route", f"<sip:orig@{CORE}:5060;lr>"), ("Event", "reg"), ("Expires", "600"),
              ("Contact", f"<sip:watch@{EP_CSCF}:5070>"), ("P-Asserted-Identity", f"<{PILOT}>")]
    ep_cscf.ask(ep_cscf.request("SUBSCRIBE", PILOT, fields))
    notify = ep_cscf.wait(lambda m: m.method == "NOTIFY")
    check("NOTIFY with the wildcardedIdentity", notify is not None
          and f"<ere:wildcardedIdentity>{BLOCK}</ere:wildcardedIdentity>" in notify.body, notify and notify.body)
    if notify:
        ep_cscf.respond(notify, 200, "OK")
    register(ep_cscf, Expires="0")
    notify = ep_cscf.wait(lambda m: m.method == "NOTIFY" and "terminated" in m.body)
    check("NOTIFY when the block is de-registered", notify is not None)
    if notify:
        ep_cscf.respond(notify, 200, "OK")
    for body, wanted in (("{", 400), ("{}", 400), ('{"impu":7}', 400), ('{"impu":"sip:nobody@webrtc.test"}', 200)):
        code, answer = control("/hss/remove", body)
        check(f"removal by the HSS, {body}: {wanted}", code == wanted and not answer.get("removed"), (code, answer))


# Originating ----------------------------------------------------------------------------------------------------------

def invite(peer, uri, headers, port=41000):
    fields = [("Contact", f"<sip:call@{peer.ip}:{peer.port}>"), ("Content-Type", "application/sdp")]
    return peer.request("INVITE", uri, fields + list(headers), description(peer.ip, port),
                        sender='"Bob" <sip:Bob@enterprise.test>;tag=b')


def orig(asserted=BOB, key=KEY):
    return ([("Route", f"<sip:orig@{CORE}:5060;lr>")] + ([("P-Asserted-Identity", f"<{asserted}>")] if asserted else [])
            + ([key] if key else []))


def originating_refusals(ep_cscf):
    def refused(what, wanted, answer):
        check(f"INVITE {what}: {wanted}", status(answer) == wanted, status(answer))

    echo = "sip:echo@ims.test"
    refused("by a member of a block that is not registered", 403, ep_cscf.ask(invite(ep_cscf, echo, orig())))
    register(ep_cscf)
    own = ("Via", f"SIP/2.0/UDP {CORE}:5060;branch=z9hG4bKx")
    looped = invite(ep_cscf, echo, orig())
    looped.headers += [own, own]
    refused("that went round", 482, ep_cscf.ask(looped))
    answer = ep_cscf.ask(invite(ep_cscf, echo, orig() + [("User-Agent", "a"), ("User-Agent", "b")]))
    refused("with two User-Agent fields", 400, answer)
    # Its Route leads to the host name next.invalid once ours is taken off.
    refused("to a next hop that is a name", 404, ep_cscf.ask(invite(ep_cscf, echo, orig() + [("Route", "<sip:next.invalid;lr>")])))


def echo_call(ep_cscf):
    media = RtpPeer(EP_CSCF, 41000)
    request = invite(ep_cscf, "sip:echo@ims.test", orig() + [("Session-ID", TRAIL + ";remote=" + "0" * 32)])
    ep_cscf.send(request)
    ringing = ep_cscf.wait(lambda m: m.status == 180)
    answer = ep_cscf.final(request)
    check("INVITE to the echo: 180, 200", ringing is not None and status(answer) == 200, status(answer))
    check("Record-Route of the S-CSCF with ;lr", answer.get("Record-Route") == f"<sip:{CORE}:5060;lr>", answer.get("Record-Route"))
    again = ep_cscf.final(request, 2)
    check("without an ACK the 200 comes again, through the S-CSCF", again is not None and len(again.all("Via")) == 1, again)
    ep_cscf.send(in_dialog(ep_cscf, "ACK", request, answer, 1))
    target = (CORE, media_port(answer.body))
    media.run(target, 3.5, 1000, 0.1)
    check("the echo comes back: 1,000 Hz", abs(media.frequency() - 1000) < 2, media.frequency())
    check("at the level it was sent (-20 dBFS ±1)", abs(media.level() + 20) < 1, media.level())
    heard = phone("echo")["heard"]
    check("the phone measures ±2 Hz", abs(heard["frequency_hz"] - 1000) < 2, heard)
    check("and ±1 dB", abs(heard["level_dbfs"] + 20) < 1, heard)
    check("no loss, one SSRC", heard["lost"] == 0 and heard["ssrcs"] == [media.ssrc], heard)
    rtcp_checks(media, target)
    gaps = heard["gaps_over_60ms"]
    media.run(target, 1, 1000, 0.1, skip=range(20, 25))
    heard = phone("echo")["heard"]
    check("five packets left out: lost 5, one gap", heard["lost"] == 5 and heard["gaps_over_60ms"] >= gaps + 1, heard)
    media.event(target, 5)
    check("a telephone-event is seen", until(lambda: [e["event"] for e in phone("echo")["dtmf"]] == [5]), phone("echo")["dtmf"])
    in_dialog_checks(ep_cscf, request, answer)
    media.close()


def rtcp_checks(media, target):
    sr = [(when, data) for when, data in media.reports if data[1] == 200]
    check("an SR arrives on RTP port + 1", len(sr) >= 1, [d[1] for _, d in media.reports])
    if not sr:
        return
    when, data = sr[-1]
    _, ssrc, ntp, fraction, rtp = struct.unpack("!IIIII", data[:20])
    check("its NTP time is now", abs(ntp - 2208988800 + fraction / 2**32 - when) < 0.5)
    arrival, _, _, timestamp, source = media.packets[-1]
    drift = (timestamp - rtp & 0xffffffff) / 8000 - (arrival - when)
    check("its RTP time maps to it within 50 ms", source == ssrc and abs(drift) < 0.05, drift)
    media.report_back((target[0], target[1] + 1), ssrc)
    check("an RR of ours is remembered", until(lambda: any(
        r["ssrc"] == ssrc and r["fraction_lost"] == 64 and r["reporter"] == media.ssrc
        for r in phone("echo")["rtcp"]["rr_received"])), phone("echo")["rtcp"])


def in_dialog_checks(ep_cscf, request, answer):
    for cseq, method in ((2, "UPDATE"), (3, "INVITE"), (4, "OPTIONS")):
        again = in_dialog(ep_cscf, method, request, answer, cseq, [("Contact", f"<sip:call@{EP_CSCF}:5070>")])
        if method != "OPTIONS":
            again.headers.append(("Content-Type", "application/sdp"))
            again.body = description(EP_CSCF, 41000)
        got = ep_cscf.ask(again)
        check(f"{method} in the dialog: 200", status(got) == 200, status(got))
        if method == "INVITE":
            ep_cscf.send(in_dialog(ep_cscf, "ACK", request, answer, cseq))
    busy = ep_cscf.ask(invite(ep_cscf, "sip:echo@ims.test", orig(), 41010))
    check("a second call: 486", status(busy) == 486, status(busy))
    bye = in_dialog(ep_cscf, "BYE", request, answer, 5, [("Reason", 'SIP;cause=503;text="Media lost"')])
    got = ep_cscf.ask(bye)
    check("BYE: 200", status(got) == 200, status(got))
    echo = phone("echo")
    check("the phone remembers the Reason", echo["state"] == "ended" and "Media lost" in echo["last_bye_reason"], echo)
    stray = ep_cscf.ask(in_dialog(ep_cscf, "BYE", request, answer, 6))
    check("BYE again, to a dialog that has ended: 200", status(stray) == 200, status(stray))


def calls_that_fail(ep_cscf):
    control("/phones/echo/answer-delay", '{"ms":3000}')
    request = invite(ep_cscf, "sip:echo@ims.test", orig())
    ep_cscf.send(request)
    ep_cscf.wait(lambda m: m.status == 180)
    via = [(n, v) for n, v in request.headers if n in ("Via", "From", "To", "Call-ID", "Max-Forwards", "Route")]
    cancel = ep_cscf.request("CANCEL", request.uri, via + [("CSeq", "1 CANCEL"), ("Reason", 'SIP;cause=200;text="Elsewhere"')])
    ep_cscf.send(cancel)
    got = ep_cscf.wait(lambda m: m.status == 200 and "CANCEL" in m.get("CSeq"))
    answer = ep_cscf.final(request)
    check("CANCEL: 200, and 487 to the INVITE", got is not None and status(answer) == 487, status(answer))
    acknowledge_failure(ep_cscf, request, answer)
    check("the phone is free again", until(lambda: phone("echo")["ended_by"] == "cancelled"), phone("echo"))
    control("/phones/echo/reset", "")
    control("/phones/echo/decline-next", "")
    answer = ep_cscf.ask(invite(ep_cscf, "sip:echo@ims.test", orig()))
    check("decline on command: 603", status(answer) == 603, status(answer))
    secure = invite(ep_cscf, "sip:echo@ims.test", orig())
    secure.body = secure.body.replace("RTP/AVP", "RTP/SAVP")
    check("SRTP is not for this phone: 488", status(ep_cscf.ask(secure)) == 488)


def acknowledge_failure(peer, request, answer):
    fields = [(n, v) for n, v in request.headers if n in ("Via", "Max-Forwards", "From", "Call-ID", "Route")]
    fields += [("To", answer.get("To")), ("CSeq", "1 ACK")]
    ack = peer.request("ACK", request.uri, fields)
    peer.send(ack)


# Terminating ----------------------------------------------------------------------------------------------------------

def play_i_cscf(i_cscf, call, target=BOB):
    """Forwards the INVITE as the enhanced I-CSCF does, with the individual IMPU and the wildcard, statelessly."""
    call.start = f"INVITE {target} SIP/2.0"
    fields = [(n, v) for n, v in call.headers if n != "Route"]
    fields.insert(0, ("Via", f"SIP/2.0/UDP {i_cscf.ip}:{i_cscf.port};branch=z9hG4bKi{random.getrandbits(48):x}"))
    call.headers = fields + [("P-Profile-Key", f"<{BLOCK}>"), ("Route", f"<sip:{CORE}:5060;lr>")]
    i_cscf.send(call)


def relay_response(i_cscf, seconds=5):
    answer = i_cscf.wait(lambda m: m.status > 100, seconds)
    if answer is None:
        return None
    vias = [i for i, (n, _) in enumerate(answer.headers) if n.lower() == "via"]
    del answer.headers[vias[0]]
    i_cscf.send(answer)
    return answer


def tone_call(ep_cscf, i_cscf):
    code, made = control("/phones/tone/call", '{"to":"sip:Bob@enterprise.test"}')
    check("the tone phone is told to call", code == 200 and made["state"] == "calling", made)
    at_i_cscf = i_cscf.wait(lambda m: m.method == "INVITE")
    check("the listed domain is reached through the I-CSCF", at_i_cscf is not None
          and at_i_cscf.uri == "sip:Bob@enterprise.test", at_i_cscf and at_i_cscf.start)
    check("along a Route to it", at_i_cscf.get("Route") == f"<sip:{I_CSCF}:5072;lr>", at_i_cscf.get("Route"))
    session = at_i_cscf.get("Session-ID")
    play_i_cscf(i_cscf, at_i_cscf)
    call = ep_cscf.wait(lambda m: m.method == "INVITE")
    check("INVITE arrives at the contact of the block", call is not None and call.uri == f"sip:block1@{EP_CSCF}:5070", call and call.start)
    check("Route is the stored Path", call.get("Route") == COMPLETE["Path"], call.all("Route"))
    check("P-Called-Party-ID is the individual IMPU", call.all("P-Called-Party-ID") == [f"<{BOB}>"], call.all("P-Called-Party-ID"))
    check("the caller is asserted, To is untouched, Session-ID passes", call.get("P-Asserted-Identity") == "<sip:tone@ims.test>"
          and "sip:Bob@enterprise.test" in call.get("To") and call.get("Session-ID") == session, call.headers)
    check("Record-Route twice, once a pass", len(",".join(call.all("Record-Route")).split(",")) == 2, call.all("Record-Route"))

    media = RtpPeer(EP_CSCF, 41020)
    ep_cscf.respond(call, 180, "Ringing", tag="wic")
    relay_response(i_cscf)
    ep_cscf.respond(call, 200, "OK", [("Contact", f"<sip:leg7@{EP_CSCF}:5070>"), ("Content-Type", "application/sdp")],
                    description(EP_CSCF, 41020), tag="wic")
    relay_response(i_cscf)
    ack = ep_cscf.wait(lambda m: m.method == "ACK")
    check("ACK comes to our Contact through the S-CSCF", ack is not None and ack.uri == f"sip:leg7@{EP_CSCF}:5070", ack and ack.start)
    ep_cscf.respond(call, 200, "OK", [("Contact", f"<sip:leg7@{EP_CSCF}:5070>"), ("Content-Type", "application/sdp")],
                    description(EP_CSCF, 41020), tag="wic")
    relay_response(i_cscf)
    check("a 200 sent again gets its ACK again", ep_cscf.wait(lambda m: m.method == "ACK") is not None)
    media.run(None, 2.5)
    check("the tone is heard: 440 Hz ±2", abs(media.frequency() - 440) < 2, media.frequency())
    check("at -20 dBFS ±1", abs(media.level() + 20) < 1, media.level())
    check("an SR of the tone phone", any(d[1] == 200 for _, d in media.reports))
    hang_ups(ep_cscf)
    media.close()


def hang_ups(ep_cscf):
    control("/phones/tone/hangup", "")
    bye = ep_cscf.wait(lambda m: m.method == "BYE")
    check("hang-up on command: BYE", bye is not None)
    if bye:
        ep_cscf.respond(bye, 200, "OK")
    check("and the phone has ended", until(lambda: phone("tone")["state"] == "ended"), phone("tone")["state"])


def tone_cancel_and_refusal(ep_cscf, i_cscf):
    control("/phones/tone/call", '{"to":"sip:Bob@enterprise.test"}')
    play_i_cscf(i_cscf, i_cscf.wait(lambda m: m.method == "INVITE"))
    call = ep_cscf.wait(lambda m: m.method == "INVITE")
    ep_cscf.respond(call, 180, "Ringing", tag="wic2")
    relay_response(i_cscf)
    until(lambda: False, 0.2)
    control("/phones/tone/cancel", "")
    at_i_cscf = i_cscf.wait(lambda m: m.method == "CANCEL")
    check("cancel on command: CANCEL", at_i_cscf is not None)
    if at_i_cscf:
        i_cscf.respond(at_i_cscf, 200, "OK")
    ep_cscf.respond(call, 487, "Request Terminated", tag="wic2")
    relay_response(i_cscf)
    check("487 ends it as cancelled", until(lambda: phone("tone")["ended_by"] == "cancelled"), phone("tone"))
    control("/phones/tone/reset", "")

    register(ep_cscf, Expires="0")
    control("/phones/tone/call", '{"to":"sip:Bob@enterprise.test"}')
    play_i_cscf(i_cscf, i_cscf.wait(lambda m: m.method == "INVITE"))
    relay_response(i_cscf)
    check("block not registered: 480 at the caller", until(lambda: phone("tone")["last_failure_status"] == 480), phone("tone"))
    control("/phones/tone/reset", "")


def call_the_tone_phone(ep_cscf):
    register(ep_cscf)
    media = RtpPeer(EP_CSCF, 41040)
    request = invite(ep_cscf, "sip:tone@ims.test", orig(), 41040)
    request.body = description(EP_CSCF, 41040, "8 0 101")
    answer = ep_cscf.ask(request)
    check("the tone phone answers, in the caller's first law", status(answer) == 200 and " RTP/AVP 8 101" in answer.body, answer and answer.body)
    ep_cscf.send(in_dialog(ep_cscf, "ACK", request, answer, 1))
    media.run(None, 1)
    kinds = {kind for _, kind, _, _, _ in media.packets}
    check("and plays in it", kinds == {8} and len(media.packets) > 40, kinds)
    gone = in_dialog(ep_cscf, "BYE", request, answer, 2)
    check("BYE: 200", status(ep_cscf.ask(gone)) == 200)
    control("/phones/tone/reset", "")
    media.close()


def commands_in_calls(ep_cscf):
    request = invite(ep_cscf, "sip:echo@ims.test", orig(), 41050)
    control("/phones/echo/answer-delay", '{"ms":5000}')
    ep_cscf.send(request)
    ep_cscf.wait(lambda m: m.status == 180 and m.get("Call-ID") == request.get("Call-ID"))
    check("it rings as long as it was told to", phone("echo")["state"] == "ringing", phone("echo")["state"])
    control("/phones/echo/hangup", "")
    answer = ep_cscf.final(request)
    check("hang-up while it rings: 603", status(answer) == 603, status(answer))
    acknowledge_failure(ep_cscf, request, answer)
    control("/phones/echo/reset", "")
    request = invite(ep_cscf, "sip:echo@ims.test", orig(), 41050)
    answer = ep_cscf.ask(request)
    check("reset gave the answer delay back", status(answer) == 200, status(answer))
    ep_cscf.send(in_dialog(ep_cscf, "ACK", request, answer, 1))
    until(lambda: False, 0.2)
    control("/phones/echo/reset", "")
    bye = ep_cscf.wait(lambda m: m.method == "BYE")
    check("reset in a call: BYE, and idle", bye is not None and phone("echo")["state"] == "idle", phone("echo")["state"])
    if bye:
        ep_cscf.respond(bye, 200, "OK")


def over_tcp():
    stream = socket.create_connection(SIP, source_address=(EP_CSCF, 0))
    stream.settimeout(5)
    fields = [("Via", f"SIP/2.0/TCP {EP_CSCF}:5070;branch=z9hG4bKtcp"), ("Max-Forwards", "70"), ("From", f"<{PILOT}>;tag=t"),
              ("To", f"<{PILOT}>"), ("Call-ID", "tcp"), ("CSeq", "1 REGISTER"), *COMPLETE.items()]
    stream.sendall(Message("REGISTER sip:webrtc.test SIP/2.0", fields).encode())
    answer = Message.parse(stream.recv(65536), SIP)
    check("REGISTER over TCP: 200", answer.status == 200, answer.start)
    stream.close()


def damaged(ep_cscf, seconds=4):
    """Datagrams with octets and lines changed: each is answered or dropped, and the core lives."""
    dice = random.Random(2)
    vandal = SipPeer(EP_CSCF, 5090, SIP)  # its inbox may run over
    lines = invite(vandal, "sip:echo@ims.test", orig()).encode()
    request = register_text(vandal)
    end = time.time() + seconds
    sent = 0
    while time.time() < end:
        text = bytearray(dice.choice((lines, request)))
        for _ in range(dice.randint(1, 6)):
            text[dice.randrange(len(text))] = dice.randrange(256)
        rows = bytes(text).split(b"\r\n")
        row = dice.randrange(len(rows))
        rows[row:row + 1] = rows[row:row + 1] * dice.randint(0, 2)
        data = b"\r\n".join(rows).replace(b"z9hG4bK", b"z9hG4bK%d" % sent, 1)
        vandal.socket.sendto(data, SIP)
        sent += 1
        time.sleep(0.002)
    vandal.close()
    answer = register(ep_cscf)
    check(f"{sent} damaged requests, and it lives", control("/state")[0] == 200 and status(answer) == 200, status(answer))


def register_text(peer):
    return peer.request("REGISTER", "sip:webrtc.test", list(COMPLETE.items()), to=f"<{PILOT}>").encode()


def received_messages():
    """After all the above there are more than it keeps; the newest are there whole."""
    status_code, answer = control("/messages")
    texts = answer["messages"]
    check("/messages: the last 100 that came in, each with its start line", status_code == 200 and len(texts) == 100
          and all(text.split("\r\n")[0].count("SIP/2.0") == 1 for text in texts), (status_code, len(texts)))


def message_of_a_call(ep_cscf):
    request = invite(ep_cscf, "sip:echo@ims.test", orig())
    request.headers[:] = [(n, v + ";rport" if n == "Via" else v) for n, v in request.headers]  # which the stack rewrites
    answer = ep_cscf.ask(request)
    ep_cscf.send(in_dialog(ep_cscf, "ACK", request, answer, 1))
    ep_cscf.ask(in_dialog(ep_cscf, "BYE", request, answer, 2))
    texts = [t for t in control("/messages")[1]["messages"] if request.get("Call-ID") in t]
    first = Message.parse(texts[0].encode(), None)

    def others(message):
        return [(n, v) for n, v in message.headers if n not in ("Via", "Content-Length")]
    check("/messages: an INVITE as it came, headers and body",
          first.start == request.start and others(first) == others(request) and first.body == request.body, texts[0])
    branch = request.get("Via").split(";")[1]
    check("/messages: with the Via that the stack has changed", branch in (first.get("Via") or ""), texts[0])
    kinds = [t.split("\r\n")[0].split()[1 if t.startswith("SIP") else 0] for t in texts]
    check("/messages: the rest of the call too", kinds.count("200") >= 2 and {"180", "ACK", "BYE"} <= set(kinds), kinds)


def wrong_commands():
    check("a command in no JSON: 400 with a reason", control("/phones/tone/call", "{x")[0] == 400)
    check("call without a URI: 400", control("/phones/tone/call", '{"to":7}')[0] == 400)
    check("a phone that is not there: 404", control("/phones/fax/hangup", "")[0] == 404)
    check("no such command: 404", control("/phones/tone/sing", "")[0] == 404)
    check("nothing to hang up: 409", control("/phones/tone/hangup", "")[0] == 409)


def main():
    program = sys.argv[1]
    log = sys.argv[2] if len(sys.argv) > 2 else tempfile.mkstemp(suffix=".mini_ims.log")[1]
    for wrong in (["--listen", "here"], ["--trust", "x"], ["--block", "a,b"], ["--rtp-ports", "9"], ["--nonsense"]):
        run = subprocess.run([program, *wrong], capture_output=True, text=True, timeout=20)
        check(f"{' '.join(wrong)}: exit 2 and one line", run.returncode == 2 and run.stderr.count("\n") == 1, run.stderr)
    core = subprocess.Popen([program, "--listen", f"{CORE}:5060", "--domain", "ims.test", "--trust", EP_CSCF,
                             "--webrtc-domain", f"enterprise.test=sip:{I_CSCF}:5072", "--visited-network", "ims.test",
                             "--block", f"{BLOCK},{PILOT},{IMPI}", "--control", f"{CORE}:8082", "--log", log])

    def healthy():
        try:
            return control("/health")[0] == 200
        except OSError:
            return False
    check("healthy after start", until(healthy, 15))
    ep_cscf, i_cscf = SipPeer(EP_CSCF, 5070, SIP), SipPeer(I_CSCF, 5072, SIP)
    try:
        registration_refusals(ep_cscf)
        registration(ep_cscf)
        reg_event(ep_cscf)
        expiry(ep_cscf)
        originating_refusals(ep_cscf)
        echo_call(ep_cscf)
        message_of_a_call(ep_cscf)
        calls_that_fail(ep_cscf)
        tone_call(ep_cscf, i_cscf)
        tone_cancel_and_refusal(ep_cscf, i_cscf)
        wrong_commands()
        call_the_tone_phone(ep_cscf)
        commands_in_calls(ep_cscf)
        over_tcp()
        damaged(ep_cscf)
        received_messages()
    finally:
        core.terminate()
        check("SIGTERM: a clean stop", core.wait(10) == 0, core.returncode)
    lines = [json.loads(line) for line in open(log, encoding="utf-8")]
    entities = {line["entity"] for line in lines if line.get("trail") == TRAIL}
    check("the trail is in the log of the S-CSCF and of the phone", entities == {"s-cscf", "echo-phone"}, entities)
    print(f"{passed} passed, {failed} failed")
    return failed != 0


sys.exit(main())
