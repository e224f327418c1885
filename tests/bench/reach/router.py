"""The process behind a bench network: three namespaces, and a router with gates between them.

Not every kernel has netfilter, so one process carries every packet itself, between a TUN device in
each namespace. It ends, and the namespaces with it, when its standard input closes.
"""

import contextlib
import json
import os
import select
import sys
from collections.abc import Mapping

from tests.bench.reach.gates import FILTERS, Gate, Nat
from tests.bench.reach.packets import flow
from tests.netlab.namespaces import DEVICE, make_namespace, open_device

PACKET_BYTES = 1 << 16
READ_AT_ONCE = 64
STDIN = 0

ADDRESSES = {
    "robot": ("203.0.113.2", "2001:db8:1::2"),
    "child": ("203.0.113.66", "2001:db8:2::2"),
    "server": ("198.51.100.10", "198.51.100.11", "198.51.100.20", "2001:db8:3::10"),
}
"""Documentation addresses: whatever a filter says about private ones does not matter here."""

INNER = {"robot": "10.1.0.2", "child": "10.2.0.2"}
"""Behind a NAT."""


def addresses(place: str, gate: str, family: str) -> tuple[str, ...]:
    """Return the addresses of a place; `family` is `4`, `6` or `46`."""
    if gate in ("nat", "symmetric"):
        return (INNER[place],)
    return tuple(one for one in ADDRESSES[place] if ("6" if ":" in one else "4") in family)


def gate_of(place: str, gate: str) -> Gate | Nat:
    """Return what stands before a place."""
    if gate in ("nat", "symmetric"):
        return Nat(INNER[place], ADDRESSES[place][0], gate == "symmetric")
    return Gate(FILTERS[gate])


class Router:
    """Carries packets until standard input closes.

    Args:
        devices: File descriptor of the TUN of each place.
        gates: What stands before it.
    """

    def __init__(self, devices: Mapping[str, int], gates: Mapping[str, Gate | Nat]) -> None:
        self._devices = devices
        self._gates = gates
        self._places = {fd: place for place, fd in devices.items()}
        self._at = {one: place for place, all_of in ADDRESSES.items() for one in all_of}

    def run(self) -> None:
        """Return when nobody needs the network any more."""
        while True:
            ready, _, _ = select.select([*self._places, STDIN], [], [])
            for fd in ready:
                if fd == STDIN:
                    if not os.read(STDIN, 1):
                        return
                    continue
                self._read(fd)

    def _read(self, fd: int) -> None:
        for _ in range(READ_AT_ONCE):
            try:
                packet = os.read(fd, PACKET_BYTES)
            except BlockingIOError:
                return
            self._carry(self._places[fd], packet)

    def _carry(self, place: str, packet: bytes) -> None:
        sent = self._gates[place].out(packet)
        way = flow(sent) if sent is not None else None
        if sent is None or way is None:
            return
        there = self._at.get(way.target)
        if there is None or there == place:
            return
        arrived = self._gates[there].come_in(sent)
        if arrived is not None:
            with contextlib.suppress(BlockingIOError):
                os.write(self._devices[there], arrived)


def _device(namespace: int, own: tuple[str, ...]) -> int:
    """Return the far end of a network device with these addresses."""
    lines = [f"link set {DEVICE} mtu 1500 up"]
    for one in own:
        size = "128" if ":" in one else "32"
        lines.append(f"address add {one}/{size} dev {DEVICE}{' nodad' if ':' in one else ''}")
    targets = {"::/0" if ":" in one else "0.0.0.0/0" for one in own}
    lines += [f"route add {target} dev {DEVICE}" for target in sorted(targets)]
    return open_device(namespace, *lines, ipv6=any(":" in one for one in own))


def main(settings: dict[str, str]) -> None:
    """Make the namespaces, say where they are, and carry packets."""
    held, devices, gates = {}, {}, {}
    for place in ADDRESSES:
        gate = settings.get(place, "open")
        held[place] = make_namespace()
        devices[place] = _device(held[place], addresses(place, gate, settings["family"]))
        gates[place] = gate_of(place, gate)
    where = {place: f"/proc/{os.getpid()}/fd/{fd}" for place, fd in held.items()}
    print(json.dumps(where), flush=True)
    Router(devices, gates).run()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
