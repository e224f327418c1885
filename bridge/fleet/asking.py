"""Errands that were sent to robots and wait for their answers, each with a deadline."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from msgspec import Struct

from bridge.fleet.roll import Roll
from bridge.fleet.talk import ErrandAnswer
from bridge.protocol.errors import ProtocolError
from bridge.protocol.fields import PhraseLanguage
from bridge.protocol.fleet import (
    MOST_PARTS,
    PART_BYTES,
    Errand,
    ErrandDone,
    ErrandName,
    ErrandPart,
)
from bridge.protocol.keys import from_text, to_text

DEADLINES_S: Final[dict[ErrandName, float]] = {
    "identify": 10.0,
    "restart": 10.0,
    "doctor": 150.0,
    "log_bundle": 200.0,
}
"""A robot's own deadlines are shorter, so that its words come first."""

MOST_PENDING = 5000

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "away": ("ist nicht verbunden; ist er an, und im Netz?", "is not connected; is it on?"),
    "too_old": (
        "hat seine Gesundheit noch nicht gemeldet: eine Minute warten; sonst ist seine Software "
        "zu alt für Aufträge",
        "has not told its health yet: wait a minute; else its software is too old for errands",
    ),
    "left": (
        "die Verbindung endete vor der Antwort; `karlsson-bridge fleet` zeigt, ob er wieder da ist",
        "its link ended before the answer; `karlsson-bridge fleet` shows whether it is back",
    ),
    "too_slow": (
        "hat nicht rechtzeitig geantwortet; noch einmal versuchen",
        "did not answer in time; try again",
    ),
    "full": ("zu viele Aufträge warten; später", "too many errands wait; try later"),
    "garbled": ("die Antwort war unlesbar", "its answer could not be read"),
}
"""Reasons that lie here and not in the robot."""


@dataclass
class _Pending:
    robot_id: str
    answer: asyncio.Future[ErrandAnswer]
    language: PhraseLanguage
    parts: list[bytes] = field(default_factory=list)


class Asking:
    """Errands on their way.

    Args:
        roll: Knows who is here.
        send: Sends a message to a robot's link; returns False without a link.
    """

    def __init__(self, roll: Roll, send: Callable[[str, Struct], bool]) -> None:
        self._roll = roll
        self._send = send
        self._pending: dict[str, _Pending] = {}

    async def ask(
        self, robot_id: str, errand: ErrandName, language: PhraseLanguage = "de"
    ) -> ErrandAnswer:
        """Send an errand, and return its answer; a refusal is one too."""
        present = self._roll.get(robot_id)
        if present is None or not present.is_here:
            return _refused(robot_id, "away", language)
        if not self._roll.does_errands(robot_id):
            return _refused(robot_id, "too_old", language)
        if len(self._pending) >= MOST_PENDING:
            return _refused(robot_id, "full", language)
        id = to_text(secrets.token_bytes(16))
        answer: asyncio.Future[ErrandAnswer] = asyncio.get_running_loop().create_future()
        self._pending[id] = _Pending(robot_id, answer, language)
        try:
            if not self._send(robot_id, Errand(id, errand, language)):
                return _refused(robot_id, "away", language)
            async with asyncio.timeout(DEADLINES_S[errand]):
                return await answer
        except TimeoutError:
            return _refused(robot_id, "too_slow", language)
        finally:
            del self._pending[id]

    def hear(self, robot_id: str, message: ErrandPart | ErrandDone) -> None:
        """Take what a robot answers; what nobody waits for any more is dropped."""
        pending = self._pending.get(message.id)
        if pending is None or pending.robot_id != robot_id or pending.answer.done():
            return
        if isinstance(message, ErrandDone):
            data = b"".join(pending.parts) if message.refused is None else b""
            pending.answer.set_result(ErrandAnswer(robot_id, message.text, message.refused, data))
            return
        try:
            part = from_text(message.data)
        except ProtocolError:
            part = b""
        if not part or len(part) > PART_BYTES or len(pending.parts) >= MOST_PARTS:
            pending.answer.set_result(_refused(robot_id, "garbled", pending.language))
        else:
            pending.parts.append(part)

    def left(self, robot_id: str) -> None:
        """Note that a robot's last link has ended."""
        for pending in self._pending.values():
            if pending.robot_id == robot_id and not pending.answer.done():
                pending.answer.set_result(_refused(robot_id, "left", pending.language))


def _refused(robot_id: str, code: str, language: PhraseLanguage) -> ErrandAnswer:
    german, english = _WORDS[code]
    return ErrandAnswer(robot_id, german if language == "de" else english, code)
