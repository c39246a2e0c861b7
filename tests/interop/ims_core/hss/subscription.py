# SPDX-License-Identifier: Apache-2.0
"""What the HSS knows of a subscription, and the user profile that an S-CSCF gets of it. [TS 29.228 annex B, E]"""
import re
from xml.sax.saxutils import escape

DISTINCT, WILDCARDED_IMPU = 0, 3  # IdentityType


def wildcard_pattern(identity):
    """An extended regular expression stands between two '!'. [TS 23.003 13.4A] None when there is none."""
    parts = identity.split("!")
    if len(parts) != 3:
        return None
    return re.compile(re.escape(parts[0]) + "(?:" + parts[1] + ")" + re.escape(parts[2]) + r"\Z")


class Subscription:
    """One implicit registration set. A wildcarded IMPU that is `expanded` is shown to the S-CSCF as the one member that it
    asks about; otherwise as the wildcard itself."""

    def __init__(self, spec):
        self.name, self.expanded = spec["name"], spec.get("expanded", False)
        self.impus, self.impis = spec["impus"], {}
        for impi in spec["impis"]:
            if "%d" in impi["impi"]:  # a numbered pool
                self.impis.update({impi["impi"] % n: impi for n in range(1, impi["count"] + 1)})
            else:
                self.impis[impi["impi"]] = impi
        self.wildcards = [(pattern, impu) for impu in self.impus if (pattern := wildcard_pattern(impu))]
        self.reset()

    def reset(self):
        self.s_cscf = None      # the assigned S-CSCF's name
        self.registered = {}    # IMPU -> its IMPIs
        self.unregistered = set()  # IMPUs that an S-CSCF keeps though nobody registered them

    def holds(self, impu):
        return impu in self.impus or self.wildcard_of(impu) is not None

    def wildcard_of(self, impu):
        if impu in self.impus:
            return None
        return next((wildcard for pattern, wildcard in self.wildcards if pattern.match(impu)), None)

    def is_registered(self, impu):
        """By itself, or through the implicit set."""
        return bool(self.registered.get(impu)) or (self.holds(impu) and any(self.registered.values()))

    def profile(self, impi, impu):
        shown, asked_by = [], self.wildcard_of(impu)
        for identity in self.impus:
            wild = wildcard_pattern(identity) is not None
            if not wild:
                shown.append(public_identity(identity, DISTINCT))
            elif not self.expanded:
                shown.append(public_identity(identity, WILDCARDED_IMPU))
            elif identity == asked_by:
                shown.insert(0, public_identity(impu, DISTINCT))
        return ('<?xml version="1.0" encoding="UTF-8"?><IMSSubscription><PrivateID>%s</PrivateID>'
                "<ServiceProfile>%s</ServiceProfile></IMSSubscription>" % (escape(impi), "".join(shown)))


def public_identity(identity, kind):
    extension = "<IdentityType>%d</IdentityType>" % kind
    if kind == WILDCARDED_IMPU:
        extension += ("<Extension><Extension><Extension><WildcardedIMPU>%s</WildcardedIMPU>"
                      "</Extension></Extension></Extension>" % escape(identity))
    return ("<PublicIdentity><Identity>%s</Identity><Extension>%s</Extension></PublicIdentity>"
            % (escape(identity), extension))
