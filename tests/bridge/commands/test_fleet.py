import argparse
import asyncio
import io
import json
import stat
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.console import Console

from bridge.base.errors import BadRequest, BridgeError, NotKnown
from bridge.commands.fleet import FleetCommand, run_fleet
from bridge.fleet.caller import NoBridge
from bridge.fleet.rows import FleetRow
from bridge.fleet.talk import (
    AskErrand,
    AskTrial,
    ErrandAnswer,
    Reply,
    TellAnswer,
    TellRows,
    TellTrial,
    decode_question,
    encode,
)
from tests.bridge.fleet.rows import row
from tests.deadline import WAIT_S

REPORT = {
    "checks": [
        {"outcome": "failed", "name": "Bilder", "text": "schwarz\x1b[2J", "remedy": "Deckel ab."},
        {"outcome": "weak", "name": "WLAN", "text": "schwach", "remedy": None},
        {"outcome": "ok", "name": "DNS", "text": "gut", "remedy": None},
    ]
}


class Running:
    """A bridge at a socket with two robots."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.asked: list[AskErrand] = []
        self.answers: list[ErrandAnswer] = []
        self.trial: tuple[tuple[str, str], ...] = ()
        self.rows: tuple[FleetRow, ...] = (row("karlsson-1"), row("karlsson-2", state="away"))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        question = decode_question(await reader.readline())
        replies: Sequence[Reply] = [TellRows(self.rows)]
        if isinstance(question, AskErrand):
            self.asked.append(question)
            replies = [TellAnswer(answer) for answer in self.answers]
        if isinstance(question, AskTrial):
            replies = [TellTrial(self.trial)]
        writer.writelines(encode(reply) + b"\n" for reply in replies)
        writer.close()


class Paper(io.StringIO):
    """A terminal that tells when something is drawn."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn = asyncio.Event()

    def write(self, text: str) -> int:
        self._drawn.set()
        return super().write(text)

    async def shows(self, text: str) -> None:
        while text not in self.getvalue():
            self._drawn.clear()
            await self._drawn.wait()


@asynccontextmanager
async def running(path: Path) -> AsyncIterator[Running]:
    bridge = Running(path)
    async with await asyncio.start_unix_server(bridge.serve, path):
        yield bridge


async def stored() -> list[FleetRow]:
    return [row("karlsson-7", state="away")]


def command(
    path: Path, as_json: bool = False, out: io.StringIO | None = None, terminal: bool = False
) -> FleetCommand:
    console = Console(file=out or io.StringIO(), width=120, height=20, force_terminal=terminal)
    return FleetCommand(str(path), stored, "de", as_json, console)


Captured = pytest.CaptureFixture[str]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "f.sock"


async def test_all_robots_or_some_are_shown(path: Path) -> None:
    async with running(path):
        out = io.StringIO()
        assert await command(path, out=out).show([]) == 0
        assert "karlsson-1" in out.getvalue()
        out = io.StringIO()
        assert await command(path, out=out).show(["away"]) == 0
        assert "karlsson-1" not in out.getvalue()
        assert "karlsson-2" in out.getvalue()


async def test_programs_get_every_field(path: Path, capsys: Captured) -> None:
    async with running(path):
        await command(path, as_json=True).show(["here"])
    told = json.loads(capsys.readouterr().out)
    assert told[0]["robot"] == "karlsson-1"
    assert set(told[0]) == set(FleetRow.__struct_fields__)


async def test_without_a_bridge_the_database_is_shown_and_that_is_said(
    path: Path, capsys: Captured
) -> None:
    out = io.StringIO()
    assert await command(path, out=out).show([]) == 0
    assert "karlsson-7" in out.getvalue()
    assert "Die Brücke antwortet nicht" in capsys.readouterr().err
    with pytest.raises(NoBridge):
        await command(path).send("identify", ["all"], None)


async def test_a_screen_is_drawn_again_and_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.commands.fleet.WATCH_S", 0.0)
    out = Paper()
    async with running(path) as bridge, asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(command(path, out=out, terminal=True).watch([]))
        await out.shows("karlsson-1")
        bridge.rows = (row("karlsson-8"),)
        await out.shows("karlsson-8")
        watching.cancel()


async def test_watching_needs_a_terminal_and_a_filter_that_says_something(path: Path) -> None:
    with pytest.raises(BadRequest, match="needs a terminal"):
        await command(path).watch([])
    with pytest.raises(BadRequest, match="needs a number"):
        await command(path, terminal=True).watch(["battery<x"])


async def test_each_robot_answers_in_words(path: Path, capsys: Captured) -> None:
    async with running(path) as bridge:
        bridge.answers = [
            ErrandAnswer("karlsson-2", "ist nicht verbunden", "away"),
            ErrandAnswer("karlsson-1", "leuchtet"),
        ]
        assert await command(path).send("identify", ["karlsson-*"], None) == 1
        assert bridge.asked == [AskErrand("identify", ("karlsson-1", "karlsson-2"))]
        assert capsys.readouterr().out.splitlines() == [
            "✗ karlsson-2: ist nicht verbunden",
            "✓ karlsson-1: leuchtet",
        ]
        await command(path, as_json=True).send("identify", ["all"], None)
        told = json.loads(capsys.readouterr().out)
        assert [one["robot"] for one in told] == ["karlsson-1", "karlsson-2"]
        with pytest.raises(NotKnown):
            await command(path).send("identify", ["karlsson-9"], None)


async def test_a_doctors_report_shows_what_is_to_be_mended(path: Path, capsys: Captured) -> None:
    async with running(path) as bridge:
        bridge.answers = [
            ErrandAnswer("karlsson-1", "1 zu beheben", None, json.dumps(REPORT).encode()),
            ErrandAnswer("karlsson-2", "?", None, b"no JSON"),
        ]
        assert await command(path).send("doctor", ["all"], None) == 0
    assert capsys.readouterr().out.splitlines() == [
        "✓ karlsson-1: 1 zu beheben",
        "    ✗ Bilder: schwarz?[2J",
        "      → Deckel ab.",
        "    ! WLAN: schwach",
        "✓ karlsson-2: ?",
    ]


async def test_a_log_bundle_is_kept_for_its_owner_alone(path: Path, tmp_path: Path) -> None:
    async with running(path) as bridge:
        bridge.answers = [ErrandAnswer("karlsson-1", "gepackt", None, b"PK")]
        folder = tmp_path / "logs"
        assert await command(path).send("log_bundle", ["karlsson-1"], folder) == 0
        [kept] = folder.iterdir()
        assert kept.name.startswith("karlsson-karlsson-1-")
        assert kept.read_bytes() == b"PK"
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        kept.unlink()
        folder.rmdir()
        folder.touch()
        with pytest.raises(BridgeError, match="--out"):
            await command(path).send("log_bundle", ["karlsson-1"], folder)


async def test_a_technician_sees_whether_alarms_leave(path: Path, capsys: Captured) -> None:
    async with running(path) as bridge:
        assert await command(path).try_alarms() == 1
        assert "Kein Weg" in capsys.readouterr().out
        bridge.trial = (("e-mail", ""), ("webhook", "nobody answers"))
        assert await command(path).try_alarms() == 1
        out = capsys.readouterr().out
        assert out.splitlines() == ["✓ e-mail: angenommen", "✗ webhook: nobody answers"]
        bridge.trial = (("e-mail", ""),)
        assert await command(path, as_json=True).try_alarms() == 0
        assert json.loads(capsys.readouterr().out) == [{"way": "e-mail", "refused": None}]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"action": None, "watch": False, "filter": []}, 0),
        ({"action": "identify", "robots": ["karlsson-1"]}, 0),
        ({"action": "try-alarms"}, 1),
    ],
)
async def test_arguments_lead_to_what_they_ask_for(
    path: Path, given: dict[str, object], code: int
) -> None:
    async with running(path):
        options = argparse.Namespace(lang="en", json=True, **given)
        assert await run_fleet(options, str(path), stored) == code
