# SPDX-License-Identifier: Apache-2.0
"""The two cores that the scenario runs against: where they listen, how a test reaches their HSS, and in what they differ."""
import json
import os
import subprocess
import sys
import time
import urllib.request

DOMAIN, BLOCK_DOMAIN = "ims.operator.example", "webrtc.operator.example"


def ask(url, body=None):
    data = None if body is None else json.dumps(body).encode()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(urllib.request.Request(url, data, {"Content-Type": "application/json"}), timeout=10) as answer:
        return json.load(answer)


class Kamailio:
    """I-CSCF, S-CSCF and a Cx HSS, which run already (ims_core/run)."""
    name = "Kamailio"
    ep_cscf, stranger = "127.0.0.21", "127.0.0.99"
    register_at, call_at, enquire_at = ("127.0.0.12", 5060), ("127.0.0.13", 6060), ("127.0.0.12", 5060)
    service_route = f"<sip:orig@scscf.{DOMAIN}:6060;lr>"
    hss = "http://127.0.0.11:8011"

    # What a core answers otherwise than the other one, and why.
    no_such_user = 604     # its I-CSCF's word for what the HSS does not know
    no_profile_key = 480   # nothing here compares a member with a wildcard: it is one who is not registered
    not_watched = 480      # reg event is looked up among registrations, not among subscriptions
    last_contact = "expires=0"  # the 200 to a de-registration repeats the contact that is gone
    first_version = 2
    forgets_removed = False  # after an RTR the record of a user whom somebody watches still counts as registered
    settles = 2            # seconds until its timer has taken away a user without contacts

    def close(self):
        pass

    def remove(self, impi, impu):
        """Removal by the HSS: RTR on Cx. True when the S-CSCF has done so."""
        return ask(self.hss + "/rtr", {"impi": impi, "impus": [impu]}).get("result") == 2001


class MiniIms:
    """The embedded core, started here."""
    name = "mini_ims"
    core, ep_cscf, stranger = "127.0.1.1", "127.0.1.2", "127.0.1.9"
    register_at = call_at = enquire_at = (core, 5060)
    service_route = f"<sip:orig@{core}:5060;lr>"
    control = f"http://{core}:8082"

    no_such_user = 404
    no_profile_key = 403  # it knows the wildcard, and wants the key that finds its profile
    not_watched = 404
    last_contact = None
    first_version = 0
    forgets_removed = True
    settles = 0

    def __init__(self, program):
        self.process = subprocess.Popen([
            program, "--listen", f"{self.core}:5060", "--domain", DOMAIN, "--trust", self.ep_cscf, "--visited-network", DOMAIN,
            "--user", f"sip:alice@{DOMAIN},alice@{DOMAIN},alice-secret", "--user", f"sip:wanda@{DOMAIN},wanda@{DOMAIN}",
            "--user", f"sip:dora@{DOMAIN},dora@{DOMAIN},dora-secret",
            *(word for n in (7, 8) for word in ("--user", f"sip:pool-{n}@{BLOCK_DOMAIN},pool-{n}@{BLOCK_DOMAIN}")),
            "--block", f"sip:w1-!.*!@{BLOCK_DOMAIN},sip:block1-pilot@{BLOCK_DOMAIN},block1@{BLOCK_DOMAIN}",
            "--control", f"{self.core}:8082", "--log", os.devnull])
        for _ in range(100):
            try:
                ask(self.control + "/health")
                return
            except OSError:
                time.sleep(0.1)
        self.close()
        sys.exit("mini_ims does not come up")

    def close(self):
        self.process.terminate()
        self.process.wait(10)

    def remove(self, impi, impu):
        return ask(self.control + "/hss/remove", {"impu": impu})["removed"]
