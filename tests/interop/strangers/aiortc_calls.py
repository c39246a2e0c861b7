# SPDX-License-Identifier: Apache-2.0
"""aiortc <-> wims-ng-gateway <-> a phone, each of them offering, in either DTLS role, and over a bad network.
aiortc_calls.py BUILD       Ends with "N passed, M failed"."""
import asyncio
import re
import subprocess
import sys

from aiortc_peer import AiortcPeer
from call import PHONE_HZ, TALK, Call, Phone, check, finish, near, setup_of
from ng_gateway import IP, W3_PORT, NgGateway


def through(sdp, port):
    """The gateway's SDP with another port in its candidates: that of the bad network."""
    return re.sub(rf"(a=candidate:.* ){W3_PORT}( typ host)", rf"\g<1>{port}\2", sdp)


async def talks(what, call, peer, seconds=TALK, lossless=True):
    check(f"{what}: connected", await peer.connected(), peer.connection.connectionState)
    await asyncio.to_thread(call.talk, seconds)
    if lossless:
        call.check_phone_hears(what)
        check(f"{what}: aiortc hears the phone's tone", peer.meter and near(peer.meter.frequency(), PHONE_HZ),
              peer.meter and f"{peer.meter.frequency():.1f} Hz")


async def finished(what, call, peer):
    check(f"{what}: the call is deleted", call.delete() == "ok")
    closed = asyncio.get_running_loop().time() + 3
    while peer.dtls.state != "closed" and asyncio.get_running_loop().time() < closed:
        await asyncio.sleep(0.02)
    check(f"{what}: and aiortc hears of it by close_notify", peer.dtls.state == "closed", peer.dtls.state)
    await peer.close()
    call.phone.close()


async def stranger_offers(gateway, setup, expected):
    what = f"aiortc offers setup:{setup}"
    peer, call = AiortcPeer(), Call(gateway, Phone())
    answer = call.offered_by_stranger(await peer.offer(setup))
    check(f"{what}: the gateway answers {expected}", setup_of(answer) == expected, setup_of(answer))
    await peer.take_answer(answer)
    await talks(what, call, peer)
    await finished(what, call, peer)


async def phone_offers(gateway, setup):
    what = f"the phone offers, aiortc answers setup:{setup}"
    peer, call = AiortcPeer(), Call(gateway, Phone())
    offer = call.offered_by_phone()
    check(f"{what}: the gateway leaves the role open", setup_of(offer) == "actpass", setup_of(offer))
    call.answered_by_stranger(await peer.answer(offer, setup))
    await talks(what, call, peer)
    await finished(what, call, peer)


async def bad_network(gateway, build, setup):
    what = f"10 % lost, 5 % reordered, 30 ms, aiortc offers setup:{setup}"
    relay = subprocess.Popen([f"{build}/tests/support/udp-relay", f"--server={IP}:{W3_PORT}", "--seed=7", "--loss=0.1",
                              "--reordering=0.05", "--duplication=0.02", "--delay=30", "--jitter=10"],
                             stdout=subprocess.PIPE, text=True)
    try:
        port = int(relay.stdout.readline().split()[1])
        peer, call = AiortcPeer(), Call(gateway, Phone())
        await peer.take_answer(through(call.offered_by_stranger(await peer.offer(setup)), port))
        await talks(what, call, peer, seconds=4, lossless=False)
        share = len(call.phone.audio.packets) / (4 * 50)
        check(f"{what}: what is not lost is heard by the phone", 0.8 < share < 1.02, f"{share:.2f} of all packets")
        statistics = [s for s in (await peer.connection.getStats()).values() if s.type == "inbound-rtp"]
        check(f"{what}: and by aiortc", statistics and statistics[0].packetsReceived > 150, statistics)
        call.delete()
        await peer.close()
        call.phone.close()
    finally:
        relay.kill()
        relay.wait()


async def calls(gateway, build):
    await stranger_offers(gateway, "actpass", "passive")
    await stranger_offers(gateway, "active", "passive")
    await stranger_offers(gateway, "passive", "active")
    await phone_offers(gateway, "active")
    await phone_offers(gateway, "passive")
    await bad_network(gateway, build, "actpass")
    await bad_network(gateway, build, "passive")


def main():
    build = sys.argv[1]
    gateway = NgGateway(build, f"{build}/strangers/aiortc-gateway.log")
    try:
        asyncio.run(calls(gateway, build))
    finally:
        check("the gateway ends in order", gateway.stop() == 0)
    return finish()


if __name__ == "__main__":
    sys.exit(main())
