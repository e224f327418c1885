"""Errands that come over the link to the bridge: carried out, and answered.

Parts of an answer leave one at a time, each after the one before has left, so that a child who
comes in meanwhile finds a free line.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Protocol

from bridge.protocol.fleet import MOST_PARTS, PART_BYTES, Errand, ErrandDone, ErrandPart
from bridge.protocol.keys import to_text
from robot.doctor.findings import Both, Finding, Outcome, count, data_of
from robot.errands.calm import Calm
from robot.errands.errands import Errands
from robot.errands.refusal import ErrandRefused

log = logging.getLogger(__name__)

MOST_AT_ONCE = 4
PART_S = 20.0
"""Longest time for one part to leave."""

PACKED = Both("Protokoll gepackt", "log bundle packed")


class ErrandLine(Protocol):
    """Link to the bridge, as errands use it."""

    def send(self, message: ErrandPart | ErrandDone) -> bool:
        """Put a message on its way; return False if that cannot be."""

    async def flush(self, timeout_s: float) -> None:
        """Wait until everything sent has left, for at most this long."""


class Courier:
    """Carries errands out for the bridge.

    Args:
        errands: Does them.
        calm: Knows whether a child is in.
        line: Link to the bridge.
    """

    def __init__(self, errands: Errands, calm: Calm, line: ErrandLine) -> None:
        self._errands = errands
        self._calm = calm
        self._line = line
        self._waiting: asyncio.Queue[Errand] = asyncio.Queue(MOST_AT_ONCE)
        self._running = 0

    def hear(self, asked: Errand) -> None:
        """Take an errand; it is done soon, or refused."""
        if self._waiting.full() or self._running >= MOST_AT_ONCE:
            self._refuse(asked, ErrandRefused("busy"))
        else:
            self._waiting.put_nowait(asked)

    async def run(self) -> None:
        """Do what is asked until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                asked = await self._waiting.get()
                self._running += 1
                tasks.create_task(self._do(asked), name="errand of the bridge")

    async def _do(self, asked: Errand) -> None:
        doing: dict[str, Callable[[Errand], Awaitable[tuple[Both, bytes]]]] = {
            "identify": self._identify,
            "restart": self._restart,
            "doctor": self._doctor,
            "log_bundle": self._log_bundle,
        }
        try:
            if asked.errand not in doing:
                raise ErrandRefused("unknown")
            log.info("errands: the bridge asks for %s", asked.errand)
            words, data = await doing[asked.errand](asked)
            for part in _parts(data):
                self._calm.demand()
                self._line.send(ErrandPart(asked.id, to_text(part)))
                await self._line.flush(PART_S)
            self._line.send(ErrandDone(asked.id, words.of(asked.language)))
        except ErrandRefused as refused:
            self._refuse(asked, refused)
        finally:
            self._running -= 1

    def _refuse(self, asked: Errand, refused: ErrandRefused) -> None:
        self._line.send(ErrandDone(asked.id, refused.words.of(asked.language), refused.code))

    async def _identify(self, _asked: Errand) -> tuple[Both, bytes]:
        return await self._errands.identify(), b""

    async def _restart(self, _asked: Errand) -> tuple[Both, bytes]:
        return await self._errands.restart(), b""

    async def _doctor(self, asked: Errand) -> tuple[Both, bytes]:
        report = await self._errands.doctor()
        words = _sum(report.found)
        told = data_of(report.found, asked.language)
        return words, json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()

    async def _log_bundle(self, _asked: Errand) -> tuple[Both, bytes]:
        return PACKED, await self._errands.log_bundle()


def _sum(found: Sequence[Finding]) -> Both:
    outcomes: tuple[Outcome, ...] = ("failed", "weak", "skipped")
    failed, weak, left = (count(found, outcome) for outcome in outcomes)
    german = [f"{failed} zu beheben"] * bool(failed) + [f"{weak} schwach"] * bool(weak)
    english = [f"{failed} to be mended"] * bool(failed) + [f"{weak} weak"] * bool(weak)
    german = german or ["nichts zu beheben"]
    english = english or ["nothing to be mended"]
    if left:
        german.append(f"{left} neben dem Dienst nicht zu prüfen")
        english.append(f"{left} cannot be checked beside the service")
    return Both(", ".join(german), ", ".join(english))


def _parts(data: bytes) -> Iterator[bytes]:
    assert len(data) <= MOST_PARTS * PART_BYTES
    return (data[at : at + PART_BYTES] for at in range(0, len(data), PART_BYTES))
