import secrets
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bridge.protocol import sealing
from bridge.protocol.keys import from_text, to_text
from bridge.protocol.sealed import (
    SessionSealed,
    SessionSealedAck,
    SessionSealedAsk,
    ToSession,
)
from bridge.protocol.transfers import TransferCode
from robot.sheets.class_path import MOST_SESSIONS, ClassPath
from robot.sheets.sealed_sending import PART_BYTES, REPEAT_MS, SealedSending
from robot.sheets.sealing import bound
from robot.sheets.sheets import PaperSheet

KEY = bytes(range(16))
PAGE, OTHER = "S" * 22, "O" * 22
CHILDS = PaperSheet(7, "C" * 22, bytes(range(256)) * 200)


class Page:
    """The crypto of a teacher's page."""

    def __init__(self, key: bytes = KEY) -> None:
        self._to_robot = AESGCM(sealing.sheet_key(key, sealing.TO_ROBOT))
        self._to_class = AESGCM(sealing.sheet_key(key, sealing.TO_CLASS))

    def seal(self, transfer: str, part: int, parts: int, data: bytes) -> str:
        nonce = secrets.token_bytes(12)
        return to_text(nonce + self._to_robot.encrypt(nonce, data, bound(transfer, part, parts)))

    def open(self, said: SessionSealed) -> bytes:
        data = from_text(said.data)
        place = bound(said.transfer, said.part, said.parts)
        return self._to_class.decrypt(data[:12], data[12:], place)


class School:
    """A robot's path with everything around it."""

    def __init__(self) -> None:
        self.sent: list[ToSession] = []
        self.arrived: dict[str, bytes] = {}
        self.reached: list[str] = []
        self.dropped = 0
        self.code: TransferCode | None = None
        self.path = ClassPath(
            self.send,
            lambda n: CHILDS if n == 1 else None,
            lambda: self.code,
            self.arrive,
            self.drop,
            self.reached.append,
        )
        self.path.use_key(KEY)

    def send(self, message: ToSession) -> bool:
        self.sent.append(message)
        return True

    def arrive(self, transfer: str, data: bytes) -> None:
        self.arrived[transfer] = data

    def drop(self) -> None:
        self.dropped += 1

    def takes(self, message: Any, now_ms: int = 0) -> list[ToSession]:
        """Let the path hear a message; return what it says."""
        self.sent.clear()
        self.path.hear(message, now_ms)
        return list(self.sent)


def parts_of(data: bytes, page: Page, transfer: str, session: str) -> list[SessionSealed]:
    sending, sealed = SealedSending(transfer, data), []
    while (out := sending.next(0)) is not None:
        text = page.seal(transfer, out.part, out.parts, out.data)
        sealed.append(SessionSealed(session, transfer, out.part, out.parts, text))
        sending.heard(out.part, "")
    return sealed


def test_a_sheet_of_the_class_arrives_part_by_part() -> None:
    school, data = School(), bytes(2 * PART_BYTES + 9)
    first, second, third = parts_of(data, Page(), "T" * 22, PAGE)
    assert school.takes(first) == [SessionSealedAck(PAGE, "T" * 22, 0)]
    assert school.takes(second) == [SessionSealedAck(PAGE, "T" * 22, 1)]
    assert school.takes(second) == [SessionSealedAck(PAGE, "T" * 22, 1)], "said again"
    assert school.takes(third) == [], "until it is washed"
    assert school.takes(third) == []
    assert school.arrived == {"T" * 22: data}
    school.path.finish("T" * 22, "")
    assert school.sent == [SessionSealedAck(PAGE, "T" * 22, 2)]
    assert school.takes(third) == [SessionSealedAck(PAGE, "T" * 22, 2)]
    assert school.dropped == 0


def test_it_goes_on_in_another_session_which_hears_of_the_end() -> None:
    school = School()
    first, second = parts_of(bytes(PART_BYTES + 1), Page(), "T" * 22, PAGE)
    school.takes(first)
    school.takes(SessionSealed(OTHER, "T" * 22, 1, 2, second.data))
    school.path.finish("T" * 22, "picture")
    assert school.sent == [SessionSealedAck(OTHER, "T" * 22, 1, "picture")]


def test_a_part_that_does_not_open_ends_the_transfer_in_words() -> None:
    school = School()
    (stranger,) = parts_of(b"hello", Page(bytes(16)), "T" * 22, PAGE)
    assert school.takes(stranger) == [SessionSealedAck(PAGE, "T" * 22, 0, "no_class_key")]
    assert (school.arrived, school.dropped) == ({}, 1)


def test_without_a_key_nothing_is_taken_or_sent() -> None:
    school = School()
    school.path.use_key(None)
    (part,) = parts_of(b"hello", Page(), "T" * 22, PAGE)
    assert school.takes(part) == [SessionSealedAck(PAGE, "T" * 22, 0, "no_class_key")]
    assert school.takes(SessionSealedAsk(PAGE, 1)) == []


def test_a_refusal_is_told_before_anything_is_kept() -> None:
    school = School()
    school.code = "no_room"
    (part,) = parts_of(b"hello", Page(), "T" * 22, PAGE)
    assert school.takes(part) == [SessionSealedAck(PAGE, "T" * 22, 0, "no_room")]


def test_what_stops_half_way_gives_its_place_back() -> None:
    school = School()
    first, _ = parts_of(bytes(PART_BYTES + 1), Page(), "T" * 22, PAGE)
    school.takes(first)
    school.path.tick(59_999)
    assert school.dropped == 0
    school.path.tick(60_000)
    assert school.dropped == 1
    school.takes(first, 60_000)
    school.path.clear()
    assert school.dropped == 2


def test_a_page_fetches_a_sheet_and_only_it_gets_it() -> None:
    school, page, data = School(), Page(), b""
    said = school.takes(SessionSealedAsk(PAGE, 1))
    while said:
        (part,) = said
        assert isinstance(part, SessionSealed)
        assert part.session == PAGE
        data += page.open(part)
        assert school.takes(SessionSealedAck(OTHER, part.transfer, part.part)) == []
        said = school.takes(SessionSealedAck(PAGE, part.transfer, part.part))
    assert data == CHILDS.data


def test_a_page_goes_on_where_its_last_session_ended() -> None:
    school = School()
    (part,) = school.takes(SessionSealedAsk(PAGE, 1, 2))
    assert isinstance(part, SessionSealed)
    assert part.part == 2
    assert Page().open(part) == CHILDS.data[2 * PART_BYTES :]


def test_a_part_without_an_answer_is_sent_again_and_given_up() -> None:
    school = School()
    school.takes(SessionSealedAsk(PAGE, 1))
    for now_ms in range(REPEAT_MS, 6 * REPEAT_MS, REPEAT_MS):
        school.path.tick(now_ms)
    assert len(school.sent) == 5
    school.path.tick(99 * REPEAT_MS)
    assert len(school.sent) == 5


def test_there_is_no_sheet_of_that_number() -> None:
    assert School().takes(SessionSealedAsk(PAGE, 4)) == []


def test_no_more_pages_than_a_school_has() -> None:
    school = School()
    for number in range(MOST_SESSIONS + 1):
        school.takes(SessionSealedAsk(f"{number:022}", 1))
    assert school.takes(SessionSealedAck(f"{0:022}", CHILDS.transfer, 0)) == []
    assert len(school.takes(SessionSealedAck(f"{1:022}", CHILDS.transfer, 0))) == 1
