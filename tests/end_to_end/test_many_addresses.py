"""A robot on Ethernet and Wi-Fi at once: seven addresses and two link-local ones."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.end_to_end.child import go_to_class, wait_for_more
from tests.end_to_end.running import SMALL_PICTURES, started_demo
from tests.netlab.chromium import chromium_in
from tests.netlab.laboratory import Place
from tests.netlab.namespaces import IP_TIMEOUT_S, make_namespace
from tests.netlab.privilege import requires_lab

pytestmark = requires_lab

ADDRESSES = {
    "eth0": ("10.7.1.2/24", "fd07:1::2/64", "2001:db8:1::2/64"),
    "wlan0": ("10.7.2.2/24", "192.168.7.2/24", "fd07:2::2/64", "2001:db8:2::2/64"),
}


@contextlib.contextmanager
def crowded() -> Iterator[Place]:
    """Yield a place with all these addresses, on two devices."""
    namespace = make_namespace()
    try:
        place = Place("127.0.0.1", f"/proc/{os.getpid()}/fd/{namespace}")
        lines = ["link set lo up"]
        for device, addresses in ADDRESSES.items():
            lines.append(f"link add {device} type veth peer name {device}-far")
            lines += [f"link set {device} up", f"link set {device}-far up"]
            for address in addresses:
                # Else the kernel asks around first whether somebody else has it.
                plain = " nodad" if ":" in address else ""
                lines.append(f"address add {address} dev {device}{plain}")
        subprocess.run(
            place.command(["ip", "-batch", "-"]),
            input="\n".join(lines),
            text=True,
            check=True,
            timeout=IP_TIMEOUT_S,
        )
        yield place
    finally:
        os.close(namespace)


@pytest.mark.thorough
def test_a_robot_with_seven_addresses_lets_its_child_in(
    short_path: Path, playwright: Playwright
) -> None:
    with (
        crowded() as place,
        started_demo(short_path, place=place.command([])) as start_demo,
    ):
        demo = start_demo(*SMALL_PICTURES)
        robot = demo.pid_of("robot")
        chromium = playwright.chromium.launch(**chromium_in(place, short_path, demo.pupil))
        tablet = chromium.new_context(
            permissions=["microphone"], locale="de-DE", reduced_motion="reduce"
        )
        page = go_to_class(tablet, demo.pupil)
        wait_for_more(page, "video")
        answered = page.evaluate(
            "witness.connections.at(-1).remoteDescription.sdp.match(/^a=candidate:.*$/gm)"
        )
        said = {line.split(" ")[4] for line in answered}
        chromium.close()
        assert said >= {a.partition("/")[0] for found in ADDRESSES.values() for a in found}
        assert len(answered) == len(said)
        assert demo.pid_of("robot") == robot
