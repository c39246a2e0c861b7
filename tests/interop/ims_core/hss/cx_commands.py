# SPDX-License-Identifier: Apache-2.0
"""The HSS's answers to UAR, LIR, MAR and SAR. [TS 29.228 6.1; TS 29.229]"""
import hashlib

import diameter as d

# Experimental-Result-Code [TS 29.229 6.2]
FIRST_REGISTRATION, SUBSEQUENT_REGISTRATION = 2001, 2002
USER_UNKNOWN, IDENTITIES_DONT_MATCH, IDENTITY_NOT_REGISTERED = 5001, 5002, 5003
ROAMING_NOT_ALLOWED, IDENTITY_ALREADY_REGISTERED, AUTH_SCHEME_NOT_SUPPORTED = 5004, 5005, 5006

SAR_NAMES = ["NO_ASSIGNMENT", "REGISTRATION", "RE_REGISTRATION", "UNREGISTERED_USER", "TIMEOUT_DEREGISTRATION",
             "USER_DEREGISTRATION", "TIMEOUT_DEREGISTRATION_STORE_SERVER_NAME",
             "USER_DEREGISTRATION_STORE_SERVER_NAME", "ADMINISTRATIVE_DEREGISTRATION", "AUTHENTICATION_FAILURE",
             "AUTHENTICATION_TIMEOUT", "DEREGISTRATION_TOO_MUCH_DATA"]


class Refusal(Exception):
    """Answered with this Experimental-Result, or with `base` as a plain Result-Code."""

    def __init__(self, code, base=False):
        super().__init__(code)
        self.code, self.base = code, base

    def avps(self):
        return [d.pack_avp(d.RESULT_CODE, self.code)] if self.base else experimental(self.code)


def success():
    return [d.pack_avp(d.RESULT_CODE, d.SUCCESS)]


def experimental(code):
    return [d.pack_avp(d.EXPERIMENTAL_RESULT, [d.pack_avp(d.VENDOR_ID, d.V3GPP),
                                               d.pack_avp(d.EXPERIMENTAL_RESULT_CODE, code)])]


class Commands:
    def __init__(self, subscriptions, visited_networks, realm):
        self.subscriptions, self.visited_networks, self.realm = subscriptions, visited_networks, realm
        self.by_code = {d.UAR: self.uar, d.LIR: self.lir, d.MAR: self.mar, d.SAR: self.sar}

    def of_impu(self, impu):
        """A distinct identity wins over a wildcarded one, whoever owns it."""
        for s in self.subscriptions:
            if impu in s.impus:
                return s
        for s in self.subscriptions:
            if s.holds(impu):
                return s
        raise Refusal(USER_UNKNOWN)

    def of_both(self, impi, impu):
        subscription = self.of_impu(impu)
        if impi not in subscription.impis:
            raise Refusal(IDENTITIES_DONT_MATCH if any(impi in s.impis for s in self.subscriptions) else USER_UNKNOWN)
        return subscription

    def uar(self, m):
        impu = m.text(d.PUBLIC_IDENTITY, d.V3GPP)
        subscription = self.of_both(m.text(d.USER_NAME), impu)
        if m.number(d.USER_AUTHORIZATION_TYPE, d.V3GPP, 0) == 1:  # DE_REGISTRATION
            if not subscription.registered.get(impu):
                raise Refusal(IDENTITY_NOT_REGISTERED)
            return success() + [d.cx(d.SERVER_NAME, subscription.s_cscf)]
        if m.text(d.VISITED_NETWORK_ID, d.V3GPP) not in self.visited_networks:
            raise Refusal(ROAMING_NOT_ALLOWED)
        if subscription.s_cscf:
            return experimental(SUBSEQUENT_REGISTRATION) + [d.cx(d.SERVER_NAME, subscription.s_cscf)]
        return experimental(FIRST_REGISTRATION) + [d.cx(d.SERVER_CAPABILITIES, [d.cx(d.MANDATORY_CAPABILITY, 1)])]

    def lir(self, m):
        impu = m.text(d.PUBLIC_IDENTITY, d.V3GPP)
        subscription = self.of_impu(impu)
        if not subscription.s_cscf or not subscription.is_registered(impu):
            raise Refusal(IDENTITY_NOT_REGISTERED)
        return success() + [d.cx(d.SERVER_NAME, subscription.s_cscf)] + self.wildcard_avp(subscription, impu)

    @staticmethod
    def wildcard_avp(subscription, impu):
        wildcard = subscription.wildcard_of(impu)
        return [d.cx(d.WILDCARDED_PUBLIC_IDENTITY, wildcard, mandatory=False)] if wildcard else []

    def mar(self, m):
        impi, impu = m.text(d.USER_NAME), m.text(d.PUBLIC_IDENTITY, d.V3GPP)
        password = self.of_both(impi, impu).impis[impi].get("password")
        if password is None:  # trusted nodes alone may register this one
            raise Refusal(AUTH_SCHEME_NOT_SUPPORTED)
        ha1 = hashlib.md5(f"{impi}:{self.realm}:{password}".encode()).hexdigest()
        digest = d.cx(d.SIP_DIGEST_AUTHENTICATE,
                      [d.pack_avp(d.DIGEST_REALM, self.realm), d.pack_avp(d.DIGEST_ALGORITHM, "MD5"),
                       d.pack_avp(d.DIGEST_QOP, "auth"), d.pack_avp(d.DIGEST_HA1, ha1)])
        item = [d.cx(d.SIP_ITEM_NUMBER, 1), d.cx(d.SIP_AUTH_SCHEME, "SIP Digest"), digest]
        return success() + [d.pack_avp(d.USER_NAME, impi), d.cx(d.PUBLIC_IDENTITY, impu),
                            d.cx(d.SIP_NUMBER_AUTH_ITEMS, 1), d.cx(d.SIP_AUTH_DATA_ITEM, item)]

    def sar(self, m):
        impi, server = m.text(d.USER_NAME), m.text(d.SERVER_NAME, d.V3GPP)
        impus = [impu.decode() for impu in m.all(d.PUBLIC_IDENTITY, d.V3GPP)]
        kind = SAR_NAMES[m.number(d.SERVER_ASSIGNMENT_TYPE, d.V3GPP, 0)]
        if not impus:
            raise Refusal(d.MISSING_AVP, base=True)
        subscription = self.of_both(impi, impus[0]) if impi else self.of_impu(impus[0])
        impi = impi or next(iter(subscription.impis))
        if "DEREGISTRATION" in kind:
            self.take_away(subscription, impus, keep_server="STORE" in kind)
            return success() + [d.pack_avp(d.USER_NAME, impi)]
        if kind in ("REGISTRATION", "RE_REGISTRATION"):
            if subscription.s_cscf not in (None, server) and any(subscription.registered.values()):
                raise Refusal(IDENTITY_ALREADY_REGISTERED)
            subscription.s_cscf = server
            subscription.registered.setdefault(impus[0], set()).add(impi)
        elif kind == "UNREGISTERED_USER":
            subscription.s_cscf = subscription.s_cscf or server
            subscription.unregistered.add(impus[0])
        answer = success() + [d.pack_avp(d.USER_NAME, impi)] + self.wildcard_avp(subscription, impus[0])
        if not kind.startswith("AUTHENTICATION") and m.number(d.USER_DATA_ALREADY_AVAILABLE, d.V3GPP, 0) == 0:
            answer.append(d.cx(d.USER_DATA, subscription.profile(impi, impus[0])))
        return answer

    @staticmethod
    def take_away(subscription, impus, keep_server=False):
        for impu in impus:
            subscription.registered.pop(impu, None)
            subscription.unregistered.discard(impu)
        if not any(subscription.registered.values()) and not subscription.unregistered and not keep_server:
            subscription.s_cscf = None
