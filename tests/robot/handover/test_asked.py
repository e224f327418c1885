"""A wipe that was asked for on the page: what is stopped, wiped, told and started, in order."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from robot.handover.asked import AGENT, READ_S, AskedWipe, WipeWish, put_wish, take_wish
from robot.handover.wiping import at_work


class Machine:
    """A robot's files, and a system whose commands are a list."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        self.state = folder / "var/lib/karlsson-robot"
        self.wishes = folder / "run/karlsson-robot"
        self.protocol = folder / "run/karlsson-wiped/protocol.txt"
        self.wifi = folder / "etc/NetworkManager/system-connections/karlsson-wifi.nmconnection"
        for path in (self.state, self.wishes, self.protocol.parent, self.wifi.parent):
            path.mkdir(parents=True)
        self.wifi.write_text("[wifi-security]\npsk=a-secret-key\n")
        (self.state / "outfit.json").write_text('{"outfit": {"nickname": "Pollux"}}')
        self.done: list[str] = []

    def run(self, command: Sequence[str]) -> bool:
        here = "wiped" if not self.wifi.exists() else "there"
        self.done.append(f"{' '.join(command)} ({here})")
        return True

    def wipe(self) -> int:
        asked = AskedWipe("kaethe", self.state, self.root, self.run, self._wait)
        return asked.run(self.wishes, self.protocol)

    def _wait(self, seconds: float) -> None:
        self.done.append(f"wait {seconds}")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_agent_is_stopped_the_robot_wiped_and_the_protocol_there_when_it_starts(
    machine: Machine,
) -> None:
    put_wish(machine.wishes, WipeWish())
    assert machine.wipe() == 0
    assert machine.done == [
        f"systemctl stop {AGENT} (there)",
        f"systemctl --no-block start {AGENT} (wiped)",
    ]
    text = machine.protocol.read_text(encoding="utf-8")
    assert "robot kaethe was wiped" in text
    assert text.endswith("CLEAN\n")
    assert not list(machine.state.iterdir())
    assert take_wish(machine.wishes) is None
    assert machine.protocol.stat().st_mode & 0o777 == 0o640


def test_what_was_to_stay_stays(machine: Machine) -> None:
    put_wish(machine.wishes, WipeWish(keep_network=True))
    assert machine.wipe() == 0
    assert machine.wifi.exists()
    assert READ_S > 60  # else somebody who came over this Wi-Fi could not read the protocol


@pytest.mark.parametrize("wish", [None, b"", b"{", b'{"keep_key": 1}', b'{"path": "/etc"}'])
def test_nothing_happens_without_a_wish_that_can_be_read(
    machine: Machine, wish: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    if wish is not None:
        (machine.wishes / "wipe-wish.json").write_bytes(wish)
    assert machine.wipe() == 2
    assert machine.done == []
    assert machine.wifi.exists()
    assert "nobody has asked" in capsys.readouterr().err
    # Else the path unit would start the service again and again.
    assert not (machine.wishes / "wipe-wish.json").exists()


def test_an_agent_that_does_not_stop_is_not_wiped_under_and_an_old_protocol_is_gone(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.protocol.write_text("of the loan before")
    put_wish(machine.wishes, WipeWish())
    with at_work(machine.state):
        assert machine.wipe() == 2
    assert machine.wifi.exists()
    assert not machine.protocol.exists()
    assert machine.done[-1].startswith("systemctl --no-block start")
    assert "nothing was wiped" in capsys.readouterr().err
