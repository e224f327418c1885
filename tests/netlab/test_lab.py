"""The real thing: packets of this process through two namespaces and the process between them."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median

import psutil
import pytest

from tests.netlab import Counts, Lab, LabError, Line, lab
from tests.netlab.laboratory import ROOT
from tests.netlab.link import Link
from tests.netlab.namespaces import open_socket
from tests.netlab.privilege import requires_lab

pytestmark = [requires_lab, pytest.mark.root]

TIMEOUT_S = 20.0
# Fewer than a device's queue and a socket's buffer hold: only the line may lose packets.
AT_ONCE = 50
TRIES = 10
HEADERS_BYTES = 28


@dataclass
class Ends:
    """A UDP socket at each end."""

    network: Lab
    robot: socket.socket
    child: socket.socket

    def down(self) -> Counts:
        return self.network.counters().down

    def send(self, count: int, size: int = 100) -> dict[int, float]:
        """Send numbered packets from the robot; return when each was sent."""
        sent_at = {}
        for index in range(count):
            data = index.to_bytes(4, "big").ljust(size - HEADERS_BYTES, b"\0")
            sent_at[index] = time.monotonic()
            self.robot.sendto(data, self.child.getsockname())
        return sent_at

    def receive(self, count: int) -> list[tuple[int, float]]:
        """Return the number of each packet that the child gets, and when."""
        return [(self.receive_one(), time.monotonic()) for _ in range(count)]

    def receive_one(self) -> int:
        return int.from_bytes(self.child.recv(2000)[:4], "big")

    def until_counted(self, name: str, least: int) -> None:
        """Wait until the line has counted so many packets on the way down."""
        deadline = time.monotonic() + TIMEOUT_S
        while getattr(self.down(), name) < least:
            assert time.monotonic() < deadline, self.network.counters()


@pytest.fixture
def network() -> Iterator[Lab]:
    with lab() as found:
        yield found


@pytest.fixture
def ends(network: Lab) -> Iterator[Ends]:
    robot, child = (
        open_socket(place.namespace, place.address, socket.SOCK_DGRAM)
        for place in (network.robot, network.child)
    )
    with robot, child:
        child.settimeout(TIMEOUT_S)
        yield Ends(network, robot, child)


def test_a_perfect_line_hands_on_every_packet_in_order(ends: Ends) -> None:
    ends.send(AT_ONCE)
    assert [index for index, _ in ends.receive(AT_ONCE)] == list(range(AT_ONCE))
    assert ends.down() == Counts(
        entered=AT_ONCE, entered_bytes=100 * AT_ONCE, arrived=AT_ONCE, arrived_bytes=100 * AT_ONCE
    )


def test_a_packet_takes_the_delay_that_was_asked_for(ends: Ends) -> None:
    ends.network.change(down=Line(delay_ms=50))

    def typical_s() -> float:
        sent_at = ends.send(AT_ONCE)
        took_s = [at - sent_at[index] for index, at in ends.receive(AT_ONCE)]
        assert min(took_s) >= 0.05
        return median(took_s)

    # A busy machine may hold up our own reading, but not every time.
    assert any(typical_s() < 0.055 for _ in range(TRIES))


def test_the_rate_is_kept_and_used(ends: Ends) -> None:
    count, size = 50, 1028
    due_s = count * size * 8 / 1_000_000
    ends.network.change(down=Line(rate_kbps=1000, queue_ms=2000))

    def all_s() -> float:
        began = time.monotonic()
        ends.send(count, size)
        took_s = ends.receive(count)[-1][1] - began
        assert took_s >= due_s
        return took_s

    assert any(all_s() < 1.1 * due_s for _ in range(TRIES))


def test_a_full_queue_drops_what_the_model_drops(ends: Ends) -> None:
    # 8 s for each packet: all were sent long before the first has left.
    ends.network.change(down=Line(rate_kbps=1, queue_bytes=2500))
    ends.send(10, 1000)
    ends.until_counted("entered", 10)
    ends.network.change(down=Line())
    assert [index for index, _ in ends.receive(3)] == [0, 1, 2]
    assert ends.down().queue_full == 7


@pytest.mark.parametrize(
    "line",
    [Line(loss=0.05), Line(loss=0.2, burst=4), Line(duplicate=0.1)],
    ids=["loss", "bursts", "duplicates"],
)
def test_real_packets_meet_the_fate_that_the_model_foretells(ends: Ends, line: Line) -> None:
    ends.network.change(down=line)
    model = Link(line, Random("down 1"))
    for _ in range(20):
        for index in range(AT_ONCE):
            model.put(index.to_bytes(4, "big"), 0.0)
        foretold = [int.from_bytes(data, "big") for _, data in model.take(0.0)]
        ends.send(AT_ONCE)
        assert [index for index, _ in ends.receive(len(foretold))] == foretold
    counted = ends.down()
    assert (counted.lost, counted.duplicated) == (model.counts.lost, model.counts.duplicated)


def test_packets_held_up_arrive_behind_the_others(ends: Ends) -> None:
    # All fifty were sent long before a second is over.
    ends.network.change(down=Line(reorder=0.3, reorder_ms=1000))
    ends.send(AT_ONCE)
    arrived = [index for index, _ in ends.receive(AT_ONCE)]
    held = ends.down().reordered
    assert 0 < held < AT_ONCE
    assert arrived[: AT_ONCE - held] == sorted(arrived[: AT_ONCE - held])
    assert arrived[AT_ONCE - held :] == sorted(arrived[AT_ONCE - held :])
    assert arrived != sorted(arrived)


def test_an_outage_passes_nothing_and_ends_when_it_is_told_to(ends: Ends) -> None:
    ends.network.change(down=Line(outage=True))
    ends.send(AT_ONCE)
    ends.until_counted("outage", AT_ONCE)
    ends.network.change(down=Line())
    ends.robot.sendto((999).to_bytes(4, "big"), ends.child.getsockname())
    assert ends.receive_one() == 999


def test_a_schedule_runs_by_itself(ends: Ends) -> None:
    # Long enough for a busy machine not to sleep through the outage.
    ends.network.schedule(down=[(0.05, Line(outage=True)), (1.0, Line())])
    deadline = time.monotonic() + TIMEOUT_S
    while ends.down().outage == 0:
        ends.send(1)
        assert time.monotonic() < deadline
    arrived = ends.down().arrived
    while ends.down().arrived == arrived:
        ends.send(1)
        assert time.monotonic() < deadline


def test_each_way_is_a_line_of_its_own(ends: Ends) -> None:
    ends.network.change(down=Line(loss=1))
    ends.send(1)
    ends.until_counted("lost", 1)
    ends.robot.settimeout(TIMEOUT_S)
    ends.child.sendto(b"up", ends.robot.getsockname())
    assert ends.robot.recv(10) == b"up"


def test_without_udp_a_tcp_connection_still_works(ends: Ends) -> None:
    network = ends.network
    network.change(Line(udp=False))
    ends.send(1)
    ends.until_counted("blocked", 1)
    server, client = (
        open_socket(place.namespace, place.address, socket.SOCK_STREAM)
        for place in (network.robot, network.child)
    )
    with server, client:
        server.listen()
        client.settimeout(TIMEOUT_S)
        client.connect(server.getsockname())


def test_two_labs_do_not_hear_each_other(ends: Ends) -> None:
    with lab() as other:
        ends.send(AT_ONCE)
        ends.receive(AT_ONCE)
        assert other.counters().down.entered == 0


def test_a_command_runs_where_it_should(network: Lab) -> None:
    for place in (network.robot, network.child):
        shown = subprocess.run(
            place.command(["ip", "-json", "address"]),
            check=True,
            capture_output=True,
            timeout=TIMEOUT_S,
        )
        known = [
            found["local"] for device in json.loads(shown.stdout) for found in device["addr_info"]
        ]
        assert place.address in known


async def test_a_lab_serves_asyncio_too() -> None:
    async with lab(Line(delay_ms=5)) as network:
        assert network.counters().up.entered == 0


def test_nothing_is_left_of_a_lab() -> None:
    before = set(psutil.Process().children())
    with lab() as network:
        (pump,) = set(psutil.Process().children()) - before
        namespace = Path(network.robot.namespace)
        assert namespace.exists()
    assert not pump.is_running()
    assert not namespace.exists()
    with pytest.raises(LabError):
        network.counters()


def test_a_lab_whose_process_is_killed_ends_too() -> None:
    program = (
        "import sys\n"
        "from tests.netlab import lab\n"
        "with lab() as network:\n"
        "    print(network.robot.namespace, flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as owner:
        assert owner.stdout is not None
        namespace = Path(owner.stdout.readline().strip())
        pump = psutil.Process(int(namespace.parts[2]))
        owner.kill()
        pump.wait(TIMEOUT_S)
    assert not namespace.exists()


def test_a_lab_that_cannot_be_made_says_why() -> None:
    with pytest.raises(LabError, match="mtu"), lab(mtu=1):
        pass


def test_a_schedule_too_long_is_refused(network: Lab) -> None:
    with pytest.raises(LabError, match="too long"):
        network.schedule([(second, Line(outage=True)) for second in range(10_000)])
    assert Path(network.robot.namespace).exists()
