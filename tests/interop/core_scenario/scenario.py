#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What an eP-CSCF asks of an IMS core, played by a script, the same against every core:
    scenario.py kamailio                   ims_core runs already
    scenario.py mini_ims PROGRAM           starts it
Ends with "N passed, M failed". A step in which the cores differ names the difference in cores.py."""
import os
import random
import re
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from cores import BLOCK_DOMAIN, DOMAIN, Kamailio, MiniIms
from sip_peer import Message, SipPeer, description, digest_response, in_dialog

ALICE, WANDA, DORA = (f"sip:{user}@{DOMAIN}" for user in ("alice", "wanda", "dora"))
POOL, POOL_OTHER = f"sip:pool-7@{BLOCK_DOMAIN}", f"sip:pool-8@{BLOCK_DOMAIN}"
PILOT, BLOCK, MEMBER = f"sip:block1-pilot@{BLOCK_DOMAIN}", f"sip:w1-!.*!@{BLOCK_DOMAIN}", f"sip:w1-000123@{BLOCK_DOMAIN}"
KEY, OTHER_KEY = ("P-Profile-Key", f"<{BLOCK}>"), ("P-Profile-Key", f"<sip:w2-!.*!@{BLOCK_DOMAIN}>")

passed = failed = 0


def check(what, ok, found=""):
    global passed, failed
    passed, failed = passed + bool(ok), failed + (not ok)
    print(("ok      " if ok else "FAILED  ") + what + ("" if ok else f"   found: {found}"), flush=True)


def status(answer):
    return None if answer is None else answer.status


def expect(what, wanted, answer):
    check(f"{what}: {wanted}", status(answer) == wanted, answer and answer.start)
    return answer


class EpCscf(SipPeer):
    """The scripted eP-CSCF: vouches for users, and is their way to and from the core."""

    def __init__(self, core, ip=None, port=5080):
        super().__init__(ip or core.ep_cscf, port, core.call_at)
        self.cscf = core

    def path(self):
        return f"<sip:term@{self.ip}:{self.port};lr>"

    def register(self, impu, expires=600, **changes):
        """A complete trusted REGISTER with some fields changed, or taken away by None. Underscores stand for hyphens."""
        user, domain = impu[4:].split("@")
        impi = "block1@" + domain if impu == PILOT else f"{user}@{domain}"
        fields = {"Contact": f"<sip:{user}@{self.ip}:{self.port}>;expires={expires}", "Path": self.path(),
                  "Supported": "path", "Require": "path", "P-Visited-Network-ID": DOMAIN, "Authorization": trusted(impi)}
        fields.update((name.replace("_", "-"), value) for name, value in changes.items())
        headers = [(name, value) for name, value in fields.items() if value is not None]
        request = self.request("REGISTER", "sip:" + domain, headers, to=f"<{impu}>", sender=f"<{impu}>;tag=r")
        self.send(request, self.cscf.register_at)
        return self.final(request)

    def register_with_digest(self, impu, password):
        """Scenario 1: a challenge, and its answer. Returns both responses."""
        uri, impi = "sip:" + DOMAIN, impu[4:]
        first = self.register(impu, Authorization=f'Digest username="{impi}",realm="{DOMAIN}",nonce="",uri="{uri}",response=""')
        if status(first) != 401:
            return first, None
        time.sleep(0.05)  # Kamailio keeps the vector after it has sent the 401: an answer within a millisecond is too early
        answer = digest_response(first.get("WWW-Authenticate"), impi, password, "REGISTER", uri)
        return first, self.register(impu, Authorization=answer)

    def invite(self, uri, headers, caller=WANDA):
        fields = [("Contact", f"<sip:call@{self.ip}:{self.port}>"), ("Content-Type", "application/sdp")]
        return self.request("INVITE", uri, fields + headers, description(self.ip, 41000), sender=f"<{caller}>;tag=c")

    def accept(self, call, tag="a"):
        self.respond(call, 200, "OK", [("Contact", f"<sip:answer@{self.ip}:{self.port}>"), ("Content-Type", "application/sdp")],
                     description(self.ip, 41010), tag)


def trusted(impi, value="auth-done", realm=None):
    realm = realm or impi.partition("@")[2] or DOMAIN
    return (f'Digest username="{impi}",realm="{realm}",nonce="",uri="sip:{realm}",response="",'
            f'integrity-protected="{value}"')


def along(core, asserted, *more):
    """The way of an originating request: the Service-Route and who calls."""
    return [("Route", core.service_route)] + ([("P-Asserted-Identity", f"<{asserted}>")] if asserted else []) + list(more)


# Registration -------------------------------------------------------------------------------------------------------

def registration(core, ep_cscf, impu, what):
    answer = expect(f"{what}: trusted REGISTER, no challenge", 200, ep_cscf.register(impu))
    check(f"{what}: Service-Route", answer and answer.get("Service-Route") == core.service_route,
          answer and answer.get("Service-Route"))
    associated = ", ".join(answer.all("P-Associated-URI")) if answer else ""
    wanted = [impu] + ([BLOCK] if impu == PILOT else [])
    check(f"{what}: P-Associated-URI, the default identity first", re.findall("<(.*?)>", associated) == wanted, associated)
    check(f"{what}: Path comes back", answer and answer.get("Path") == ep_cscf.path(), answer and answer.get("Path"))
    check(f"{what}: Contact with what was granted", answer and "expires=600" in (answer.get("Contact") or ""),
          answer and answer.get("Contact"))


def refusals(core, ep_cscf, stranger):
    impi = WANDA[4:]
    expect("no Path", 400, ep_cscf.register(WANDA, Path=None))
    expect("Path without ;lr", 500, ep_cscf.register(WANDA, Path=f"<sip:term@{ep_cscf.ip}:{ep_cscf.port}>"))
    expect("Path without angle brackets", 500, ep_cscf.register(WANDA, Path=f"sip:term@{ep_cscf.ip}:{ep_cscf.port};lr"))
    expect("no Supported: path, though Require has it", 420, ep_cscf.register(WANDA, Supported=None))
    expect("no P-Visited-Network-ID", 400, ep_cscf.register(WANDA, P_Visited_Network_ID=None))
    expect("P-Visited-Network-ID in quotes", 403, ep_cscf.register(WANDA, P_Visited_Network_ID=f'"{DOMAIN}"'))
    expect("a network where roaming is not allowed", 403, ep_cscf.register(WANDA, P_Visited_Network_ID="other.example"))
    expect("auth-done from an address that is no eP-CSCF", 403, stranger.register(WANDA))
    for value in ("yes", "no", "tls-yes", "ip-assoc-yes", "tls-connected"):
        expect(f"integrity-protected={value}, and no credentials in the HSS", 403,
               ep_cscf.register(WANDA, Authorization=trusted(impi, value)))
    expect("no Authorization", 403, ep_cscf.register(WANDA, Authorization=None))
    expect("IMPI of somebody else", 403, ep_cscf.register(WANDA, Authorization=trusted(ALICE[4:])))
    expect("IMPI of somebody else in another realm", 403, ep_cscf.register(WANDA, Authorization=trusted(POOL[4:])))
    expect("IMPI that nobody has", 403, ep_cscf.register(WANDA, Authorization=trusted(f"nobody@{DOMAIN}")))
    expect("IMPU that nobody has", 403, ep_cscf.register(f"sip:nobody@{DOMAIN}", Authorization=trusted(impi)))
    expect("username without a domain, where the To is not the IMPI", 403,
           ep_cscf.register(PILOT, Authorization=trusted("block1", realm=BLOCK_DOMAIN)))


def variations(core, ep_cscf):
    expect("username and auth-done alone", 200,
           ep_cscf.register(WANDA, Authorization=f'Digest username="{WANDA[4:]}",integrity-protected="auth-done"'))
    expect("auth-done without quotes", 200,
           ep_cscf.register(WANDA, Authorization=trusted(WANDA[4:]).replace('"auth-done"', "auth-done")))
    short = expect("expires below the minimum is raised, not refused", 200, ep_cscf.register(WANDA, expires=1))
    check("to 5 s", short and "expires=5" in (short.get("Contact") or ""), short and short.get("Contact"))
    ep_cscf.register(WANDA)
    other = expect("de-registration of a contact that is not there", 200,
                   ep_cscf.register(WANDA, Contact=f"<sip:ghost@{ep_cscf.ip}:{ep_cscf.port}>;expires=0"))
    check("takes nothing away, and its 200 has no Contact", other and other.get("Contact") is None, other and other.get("Contact"))


def digest(ep_cscf):
    first, answer = ep_cscf.register_with_digest(ALICE, "not-her-password")
    check("scenario 1: REGISTER without credentials is challenged: 401", status(first) == 401, first and first.start)
    challenge = first.get("WWW-Authenticate") or "" if first else ""
    check("with realm, nonce, MD5 and qop", f'realm="{DOMAIN}"' in challenge and "nonce=" in challenge
          and "MD5" in challenge and "qop" in challenge, challenge)
    expect("a wrong password", 403, answer)
    _, answer = ep_cscf.register_with_digest(ALICE, "alice-secret")
    expect("the right one", 200, answer)
    expect("auth-done for a user who has a password", 200, ep_cscf.register(ALICE))
    used = answer and digest_response('Digest realm="%s", nonce="%s"' % (DOMAIN, "0" * 32), ALICE[4:], "alice-secret", "REGISTER",
                                      "sip:" + DOMAIN)
    expect("a nonce that was never given: challenged again", 401, ep_cscf.register(ALICE, Authorization=used))


# Reg event ----------------------------------------------------------------------------------------------------------

def subscribe(core, ep_cscf, watched, asserted, expires=600):
    fields = [("Route", core.service_route), ("Event", "reg"), ("Accept", "application/reginfo+xml"), ("Expires", str(expires)),
              ("Contact", f"<sip:watch@{ep_cscf.ip}:{ep_cscf.port}>")]
    if asserted:
        fields.append(("P-Asserted-Identity", f"<{asserted}>"))
    return ep_cscf.ask(ep_cscf.request("SUBSCRIBE", watched, fields))


def notified(ep_cscf, wanted=lambda body: True, seconds=6):
    """The next NOTIFY whose body is liked; all are answered."""
    end = time.time() + seconds
    while (left := end - time.time()) > 0:
        notify = ep_cscf.wait(lambda m: m.method == "NOTIFY", left)
        if notify is None:
            return None
        ep_cscf.respond(notify, 200, "OK")
        if wanted(notify.body):
            return notify
    return None


def version_of(notify):
    return int(re.search(r'version="(\d+)"', notify.body).group(1))


def reg_event(core, ep_cscf):
    expect("SUBSCRIBE reg without P-Asserted-Identity", 403, subscribe(core, ep_cscf, WANDA, None))
    expect("SUBSCRIBE reg to somebody else's state", 403, subscribe(core, ep_cscf, WANDA, ALICE))
    expect("SUBSCRIBE reg to nobody", core.not_watched, subscribe(core, ep_cscf, f"sip:nobody@{DOMAIN}", WANDA))
    answer = expect("SUBSCRIBE reg to her own", 200, subscribe(core, ep_cscf, WANDA, WANDA))
    check("Expires says how long", answer and answer.get("Expires") == "600", answer and answer.get("Expires"))
    first = notified(ep_cscf)
    check("NOTIFY at once, full, of the registered contact", first is not None and 'state="full"' in first.body
          and f'aor="{WANDA}"' in first.body and re.search(r'<contact [^>]*state="active"', first.body)
          and f"<uri>sip:wanda@{ep_cscf.ip}:{ep_cscf.port}</uri>" in first.body, first and first.body)
    if first is None:
        return
    check("of the event package, subscription active", first.get("Event") == "reg" and first.get("Content-Type") ==
          "application/reginfo+xml" and (first.get("Subscription-State") or "").startswith("active"), first.headers)
    check(f"the first version is {core.first_version}", version_of(first) == core.first_version, version_of(first))
    ep_cscf.register(WANDA, expires=5, Contact=f"<sip:wanda@{ep_cscf.ip}:{ep_cscf.port}>;expires=5")
    gone = notified(ep_cscf, lambda body: re.search(r'<registration [^>]*state="terminated"', body), 12)
    check("a registration that runs out: NOTIFY, terminated", gone is not None)
    check("and versions grow", gone and version_of(gone) > version_of(first))


def removal(core, ep_cscf):
    ep_cscf.register(WANDA)
    subscribe(core, ep_cscf, WANDA, WANDA)
    notified(ep_cscf)
    check("the HSS takes her registration away", core.remove(WANDA[4:], WANDA))
    notify = notified(ep_cscf, lambda body: 'state="terminated"' in body)
    check("NOTIFY: registration terminated, no contact active", notify is not None and 'state="active"' not in notify.body,
          notify and notify.body)
    check("by which the subscription does not end", notify and (notify.get("Subscription-State") or "").startswith("active"),
          notify and notify.get("Subscription-State"))
    if core.forgets_removed:
        expect("she can no longer call", 403, ep_cscf.ask(ep_cscf.invite(ALICE, along(core, WANDA))))
    call = ep_cscf.invite(WANDA, along(core, ALICE), ALICE)
    expect("nor be called", 480, ep_cscf.ask(call))
    expect("but register again", 200, ep_cscf.register(WANDA))


# Calls --------------------------------------------------------------------------------------------------------------

def call(core, ep_cscf, caller, called, headers, what, answered_at):
    """From INVITE to BYE; the eP-CSCF is on both ends."""
    request = ep_cscf.invite(called, headers, caller)
    ep_cscf.send(request)
    arrived = answered_at.wait(lambda m: m.method == "INVITE")
    check(f"{what}: INVITE arrives", arrived is not None)
    if arrived is None:
        return None
    answered_at.respond(arrived, 180, "Ringing", tag="t")
    check(f"{what}: 180", ep_cscf.wait(lambda m: m.status == 180) is not None)
    answered_at.accept(arrived, "t")
    answer = expect(what, 200, ep_cscf.final(request))
    if status(answer) != 200:
        return arrived
    ep_cscf.send(*to_first_route(in_dialog(ep_cscf, "ACK", request, answer, 1)))
    check(f"{what}: ACK", answered_at.wait(lambda m: m.method == "ACK") is not None)
    bye, hop = to_first_route(in_dialog(ep_cscf, "BYE", request, answer, 2))
    ep_cscf.send(bye, hop)
    at_callee = answered_at.wait(lambda m: m.method == "BYE")
    check(f"{what}: BYE comes to the Contact", at_callee and "sip:answer@" in at_callee.uri, at_callee and at_callee.start)
    if at_callee:
        answered_at.respond(at_callee, 200, "OK")
    expect(f"{what}: BYE", 200, ep_cscf.final(bye))
    return arrived


def to_first_route(request):
    host, port = re.search(r"sip:(?:[^@>]*@)?([^:;>]+):(\d+)", request.get("Route")).groups()
    return request, (host, int(port))


def calls(core, ep_cscf, other):
    arrived = call(core, ep_cscf, WANDA, ALICE, along(core, WANDA), "wanda calls alice", other)
    if arrived:
        check("Request-URI is her Contact, Route her Path", arrived.uri == f"sip:alice@{other.ip}:{other.port}"
              and arrived.get("Route") == other.path(), (arrived.start, arrived.all("Route")))
        whom, who = arrived.get("P-Called-Party-ID"), arrived.get("P-Asserted-Identity")
        check("P-Called-Party-ID says whom (TRM-02)", whom == f"<{ALICE}>", whom)
        check("P-Asserted-Identity says who", who == f"<{WANDA}>", who)
        check("the S-CSCF stays in the dialog", ";lr" in (arrived.get("Record-Route") or ""), arrived.get("Record-Route"))
    call(core, ep_cscf, POOL, ALICE, along(core, POOL), "a pool user calls alice", other)
    call(core, ep_cscf, MEMBER, ALICE, along(core, MEMBER, KEY), "a member of the block calls alice", other)
    arrived = call(core, other, ALICE, WANDA, along(core, ALICE), "alice calls wanda", ep_cscf)
    if arrived:
        check("which comes along her Path", arrived.get("Route") == ep_cscf.path(), arrived.all("Route"))


def call_to_member(core, ep_cscf):
    """The enhanced I-CSCF's part: the individual IMPU, the wildcard that Cx named, and the S-CSCF."""
    route = [("Route", f"<sip:{core.call_at[0]}:{core.call_at[1]};lr>"), ("P-Asserted-Identity", f"<{ALICE}>")]
    arrived = call(core, ep_cscf, ALICE, MEMBER, route + [KEY], "a call to a member, with P-Profile-Key", ep_cscf)
    if arrived:
        check("goes to the block's contact, and says whom", arrived.uri == f"sip:block1-pilot@{ep_cscf.ip}:{ep_cscf.port}"
              and arrived.get("P-Called-Party-ID") == f"<{MEMBER}>", (arrived.start, arrived.all("P-Called-Party-ID")))
    expect("without the key", core.no_profile_key, ep_cscf.ask(ep_cscf.invite(MEMBER, route, ALICE)))
    expect("with another block's", core.no_profile_key, ep_cscf.ask(ep_cscf.invite(MEMBER, route + [OTHER_KEY], ALICE)))


def calls_refused(core, ep_cscf, stranger):
    expect("no P-Asserted-Identity", 403, ep_cscf.ask(ep_cscf.invite(ALICE, along(core, None))))
    expect("an asserted identity that is not registered", 403, ep_cscf.ask(ep_cscf.invite(ALICE, along(core, POOL_OTHER))))
    expect("a member of the block without P-Profile-Key", 403, ep_cscf.ask(ep_cscf.invite(ALICE, along(core, MEMBER))))
    expect("with another block's", 403, ep_cscf.ask(ep_cscf.invite(ALICE, along(core, MEMBER, OTHER_KEY))))
    expect("from outside the trust domain", 403, stranger.ask(stranger.invite(ALICE, along(core, WANDA))))
    expect("to nobody", core.no_such_user, ep_cscf.ask(ep_cscf.invite(f"sip:nobody@{DOMAIN}", along(core, WANDA))))
    expect("to one who is not registered", 480, ep_cscf.ask(ep_cscf.invite(DORA, along(core, WANDA))))
    expect("with Max-Forwards 0", 483, ep_cscf.ask(ep_cscf.invite(ALICE, along(core, WANDA, ("Max-Forwards", "0")))))


def calls_that_fail(core, ep_cscf, other):
    request = ep_cscf.invite(ALICE, along(core, WANDA))
    ep_cscf.send(request)
    arrived = other.wait(lambda m: m.method == "INVITE")
    if arrived:
        other.respond(arrived, 486, "Busy Here", tag="b")
    answer = expect("busy", 486, ep_cscf.final(request))
    acknowledge(ep_cscf, request, answer)
    check("its ACK is the core's own", other.wait(lambda m: m.method == "ACK") is not None)

    request = ep_cscf.invite(ALICE, along(core, WANDA))
    ep_cscf.send(request)
    arrived = other.wait(lambda m: m.method == "INVITE")
    if arrived:
        other.respond(arrived, 180, "Ringing", tag="c")
    ep_cscf.wait(lambda m: m.status == 180)
    same = [(n, v) for n, v in request.headers if n in ("Via", "From", "To", "Call-ID", "Max-Forwards", "Route")]
    cancel = ep_cscf.request("CANCEL", request.uri, same + [("CSeq", "1 CANCEL")])
    ep_cscf.send(cancel)
    expect("CANCEL", 200, ep_cscf.final(cancel))
    at_callee = other.wait(lambda m: m.method == "CANCEL")
    check("reaches the callee", at_callee is not None)
    if at_callee:
        other.respond(at_callee, 200, "OK", tag="c")
        other.respond(arrived, 487, "Request Terminated", tag="c")
    acknowledge(ep_cscf, request, expect("and ends the INVITE", 487, ep_cscf.final(request)))


def acknowledge(peer, request, answer):
    if answer is None:
        return
    fields = [(n, v) for n, v in request.headers if n in ("Via", "Max-Forwards", "From", "Call-ID", "Route")]
    peer.send(Message(request.start.replace("INVITE", "ACK", 1), fields + [("To", answer.get("To")), ("CSeq", "1 ACK")]))


def leave(core, ep_cscf):
    for impu, what in ((WANDA, "wanda"), (POOL, "the pool user"), (PILOT, "the block")):
        answer = expect(f"{what} de-registers", 200, ep_cscf.register(impu, expires=0))
        contact = answer.get("Contact") if answer else ""
        check(f"what the 200 says of the contact: {core.last_contact}", contact is core.last_contact or
              (core.last_contact and core.last_contact in (contact or "")), contact)
    time.sleep(core.settles)
    expect("the block's member can no longer call", 403, ep_cscf.ask(ep_cscf.invite(ALICE, along(core, MEMBER, KEY))))


def main():
    core = Kamailio() if sys.argv[1] == "kamailio" else MiniIms(sys.argv[2])
    print(f"--- an eP-CSCF's life with {core.name}")
    ep_cscf, other, stranger = EpCscf(core), EpCscf(core, port=5081), EpCscf(core, core.stranger)
    try:
        refusals(core, ep_cscf, stranger)
        registration(core, ep_cscf, WANDA, "an ordinary user")
        registration(core, ep_cscf, POOL, "a pool user")
        registration(core, ep_cscf, PILOT, "a block")
        variations(core, ep_cscf)
        digest(other)
        calls(core, ep_cscf, other)
        call_to_member(core, ep_cscf)
        calls_refused(core, ep_cscf, stranger)
        calls_that_fail(core, ep_cscf, other)
        reg_event(core, ep_cscf)
        removal(core, ep_cscf)
        leave(core, ep_cscf)
    finally:
        core.close()
    print(f"{passed} passed, {failed} failed")
    return failed != 0 or passed == 0


sys.exit(main())
