"""Lists of robots for tests."""

from collections.abc import Sequence
from typing import Any

from bridge.tables.cells import Area, sheet
from technician.lists import robots
from technician.lists.records import ClientCertificate, ListedRobot
from technician.lists.remarks import WrongValueError
from technician.lists.robots import ForAll, ListOfRobots

BRIDGE = "wss://karlsson.example.org/signal"
ZONES = ("Europe/Berlin", "Europe/Vienna")
FOR_ALL = ForAll(bridge_url=BRIDGE, known_zones=ZONES)
PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"


class NamedFiles:
    """Files that a list names, of which those that begin with `no` are not there."""

    def certificates(self, name: str) -> str:
        if name.startswith("no"):
            raise WrongValueError(f"'{name}' cannot be read", "name the certificate")
        return PEM

    def client(self, certificate: str, key: str, password: str) -> ClientCertificate:
        if certificate.endswith(".p12"):
            return ClientCertificate("p12", b"", b"\x30\x82", password)
        return ClientCertificate("pem", b"certificate", key.encode() or b"key", password)

    def body(self, name: str) -> str:
        if name not in ("einfach", "gut"):
            raise WrongValueError(f"'{name}' is no body that is known", "einfach or gut")
        return f'[body]\ndriver = "{name}"\n'


def read(
    rows: Sequence[Sequence[Any]],
    for_all: ForAll = FOR_ALL,
    areas: Sequence[Area] = (),
    hidden: frozenset[int] = frozenset(),
) -> ListOfRobots:
    return robots.robots([sheet("Geräte", rows, areas, hidden)], for_all, NamedFiles())


def one(**cells: Any) -> ListedRobot:
    """Return the robot of a row by headings, whose list must be without mistakes."""
    found = rows_of(**cells)
    assert [str(remark) for remark in found.remarks if remark.weight == "wrong"] == []
    return found.robots[0]


def rows_of(**cells: Any) -> ListOfRobots:
    cells = {"Name": "Käthe", **cells}
    return read([[name.replace("_", "-") for name in cells], list(cells.values())])


def wrong(found: ListOfRobots) -> list[str]:
    return [str(remark) for remark in found.remarks if remark.weight == "wrong"]


def notes(found: ListOfRobots) -> list[str]:
    return [str(remark) for remark in found.remarks if remark.weight == "note"]
