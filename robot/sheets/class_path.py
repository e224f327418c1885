"""Sheets between the robot and the teachers' pages, sealed, one part in flight for each.

The bridge carries the parts and can open none. This module opens and seals; what to do with
a whole sheet, the desk decides.
"""

import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable

from bridge.protocol.errors import ProtocolError
from bridge.protocol.sealed import (
    FromSession,
    SessionSealed,
    SessionSealedAck,
    SessionSealedAsk,
    ToSession,
)
from bridge.protocol.transfers import TransferCode
from robot.sheets.sealed_receiving import OPEN, WAIT, SealedReceiving
from robot.sheets.sealed_sending import SealedSending
from robot.sheets.sealing import NONCE_BYTES, SheetKeys
from robot.sheets.sheets import PaperSheet

log = logging.getLogger(__name__)

MOST_SESSIONS = 8
"""Teachers' pages that may fetch a sheet at the same time."""

NO_KEY = "no_class_key"


class ClassPath:
    """Sealed transfers of all teachers' pages.

    Args:
        send: Gives a message to the bridge; returns False if it has no room now.
        find: Returns the sheet for the class with a number, or None.
        admit: Returns the code of a refusal for one more sheet for the child, or None.
        arrived: Takes a whole sheet with the id of its transfer; `finish` is to follow.
        dropped: Is told of each admitted sheet that will not become whole.
        reached: Takes the id of the transfer of each sheet that a page has wholly taken.
    """

    def __init__(
        self,
        send: Callable[[ToSession], bool],
        find: Callable[[int], PaperSheet | None],
        admit: Callable[[], TransferCode | None],
        arrived: Callable[[str, bytes], None],
        dropped: Callable[[], None],
        reached: Callable[[str], None],
    ) -> None:
        self._send = send
        self._find = find
        self._arrived = arrived
        self._dropped = dropped
        self._reached = reached
        self._receiving = SealedReceiving(admit)
        self._sending: OrderedDict[str, SealedSending] = OrderedDict()
        self._sessions: dict[str, str] = {}
        """Session that is to hear of a transfer to the child."""
        self._keys: SheetKeys | None = None

    @property
    def is_sending(self) -> bool:
        """True while a sheet leaves for a page."""
        return bool(self._sending)

    def use_key(self, class_key: bytes | None) -> None:
        """Take the class key; what was sealed with another one is stopped."""
        self.clear()
        self._keys = SheetKeys(class_key) if class_key is not None else None

    def hear(self, message: FromSession, now_ms: int) -> None:
        """Take a message of a teacher's page."""
        match message:
            case SessionSealed():
                self._hear_part(message, now_ms)
            case SessionSealedAsk(session=session, number=number, part=part):
                self._begin_sending(session, number, part, now_ms)
            case SessionSealedAck(session=session, transfer=transfer, part=part, code=code):
                sending = self._sending.get(session)
                if sending is not None and sending.transfer == transfer:
                    sending.heard(part, code)
                    self._pump(session, now_ms)

    def finish(self, transfer: str, code: str) -> None:
        """Answer a whole sheet: with nothing if it was kept, or the code of a refusal."""
        part = self._receiving.finish(transfer, code)
        session = self._sessions.pop(transfer, None)
        if part is not None and session is not None:
            self._send(SessionSealedAck(session, transfer, part, code))

    def tick(self, now_ms: int) -> None:
        """Repeat parts without an answer, and forget what was interrupted for too long."""
        before = self._receiving.unfinished
        self._receiving.tick(now_ms)
        self._tell_dropped(before)
        for session in list(self._sending):
            self._pump(session, now_ms)

    def clear(self) -> None:
        """Forget everything."""
        before = self._receiving.unfinished
        self._receiving.clear()
        self._tell_dropped(before)
        self._sending.clear()
        self._sessions.clear()

    # ---- to the robot

    def _hear_part(self, message: SessionSealed, now_ms: int) -> None:
        transfer, part, parts = message.transfer, message.part, message.parts
        if self._keys is None:
            return self._acknowledge(message, NO_KEY)
        before = self._receiving.unfinished
        wanted = self._receiving.wants(transfer, part, parts, now_ms)
        self._tell_dropped(before)
        if wanted not in (OPEN, WAIT):
            return self._acknowledge(message, wanted)
        self._sessions[transfer] = message.session
        if wanted == OPEN:
            self._open(message, self._keys)
        return None

    def _open(self, message: SessionSealed, keys: SheetKeys) -> None:
        transfer = message.transfer
        try:
            data = keys.open(transfer, message.part, message.parts, message.data)
        except ProtocolError as error:
            log.warning("sheets: a part cannot be opened (%s)", error.code)
            before = self._receiving.unfinished
            self._receiving.drop(transfer)
            self._tell_dropped(before)
            self._sessions.pop(transfer, None)
            return self._acknowledge(message, NO_KEY)
        whole = self._receiving.took(transfer, data)
        if whole is None:
            return self._acknowledge(message, "")
        self._arrived(transfer, whole)
        return None

    def _acknowledge(self, message: SessionSealed, code: str) -> None:
        self._send(SessionSealedAck(message.session, message.transfer, message.part, code))

    def _tell_dropped(self, before: int) -> None:
        for _ in range(before - self._receiving.unfinished):
            self._dropped()

    # ---- to the class

    def _begin_sending(self, session: str, number: int, part: int, now_ms: int) -> None:
        sheet = self._find(number)
        if sheet is None or self._keys is None:
            return
        self._sending.pop(session, None)
        self._sending[session] = SealedSending(sheet.transfer, sheet.data, part)
        while len(self._sending) > MOST_SESSIONS:
            self._sending.popitem(last=False)
        self._pump(session, now_ms)

    def _pump(self, session: str, now_ms: int) -> None:
        sending = self._sending[session]
        out = sending.next(now_ms)
        if sending.end is not None:
            del self._sending[session]
            if not sending.end.code:
                self._reached(sending.transfer)
            return
        if out is None or self._keys is None:
            return
        nonce = secrets.token_bytes(NONCE_BYTES)
        text = self._keys.seal(out.transfer, out.part, out.parts, out.data, nonce)
        self._send(SessionSealed(session, out.transfer, out.part, out.parts, text))
