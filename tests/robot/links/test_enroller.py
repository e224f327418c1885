import secrets
from pathlib import Path

import pytest

from bridge.protocol import keys
from bridge.protocol.causes import NetworkCause
from bridge.protocol.enrolment import enrol_bytes, make_token, plain, token_key
from bridge.protocol.openings import Enrolled
from robot.links.enroller import Enroller
from robot.settings import identity
from robot.settings.config import RobotSection
from robot.settings.enrolment import RECORD_FILE, TOKEN_FILE, EnrolmentFiles
from robot.settings.errors import IdentityTrouble, LinkRefused
from tests.robot.settings.test_machine import board

NONCE = "A" * 22
ANSWER = Enrolled("karlsson-9", "Karlsson 9")


class Card:
    """A card in a robot."""

    def __init__(self, folder: Path, serial: str = "one") -> None:
        self.folder = folder
        self.state = folder / "state"
        self.files = EnrolmentFiles(self.state, board(folder / serial, serial))

    def start(self, **robot: str) -> Enroller:
        """Return what a start of the agent makes of it."""
        self.files.settle()
        self.identity = identity.load_or_make(self.state / "robot.key")
        return Enroller(RobotSection(**robot), self.files, self.identity)


@pytest.fixture
def card(tmp_path: Path) -> Card:
    return Card(tmp_path)


@pytest.fixture(scope="module")
def token() -> str:
    return make_token(secrets.choice)


async def trouble(enroller: Enroller) -> NetworkCause:
    with pytest.raises(IdentityTrouble) as caught:
        await enroller.look()
    return caught.value.cause


async def enrolled(card: Card, typed: str, **robot: str) -> Enroller:
    card.files.put_token(typed)
    enroller = card.start(**robot)
    await enroller.look()
    await enroller.enrolled(ANSWER)
    return enroller


async def test_a_robot_without_name_and_token_says_so(card: Card) -> None:
    assert await trouble(card.start()) == "not_enrolled"


async def test_a_robot_that_was_added_by_hand_goes_on_as_before(card: Card) -> None:
    enroller = card.start(id="karlsson-1")
    await enroller.look()
    assert not enroller.enrols
    assert enroller.robot_id == "karlsson-1"


@pytest.mark.parametrize("place", ["folder", "file", "configuration"])
async def test_a_token_is_used_once_wherever_it_lies(card: Card, token: str, place: str) -> None:
    elsewhere = card.folder / "token"
    robot = {}
    if place == "folder":
        card.files.put_token(token)
    elif place == "file":
        elsewhere.write_text(f"{token.lower()}\n")
        robot["token_file"] = str(elsewhere)
    else:
        robot["token"] = token
    enroller = card.start(**robot)
    first_key = card.identity.public
    await enroller.look()
    assert enroller.enrols
    message = enroller.message(NONCE)
    assert message.robot is None
    assert message.robot_key != first_key
    signed = enrol_bytes(NONCE, message.token_key, message.robot_key)
    keys.verify(message.token_key, message.proof, signed)
    keys.verify(message.robot_key, message.signature, signed)
    assert message.token_key == keys.public_text(token_key(plain(token)))
    await enroller.enrolled(ANSWER)
    assert card.identity.public == message.robot_key
    assert not elsewhere.exists()
    assert card.files.typed() == ""
    for one in (enroller, card.start(**robot)):
        await one.look()
        assert not one.enrols
        assert one.robot_id == "karlsson-9"
    assert card.identity.public == message.robot_key


async def test_an_answer_that_got_lost_is_asked_for_with_the_same_key(
    card: Card, token: str
) -> None:
    card.files.put_token(token)
    first = card.start()
    await first.look()
    again = card.start()
    await again.look()
    assert again.message(NONCE).robot_key == first.message(NONCE).robot_key


async def test_a_copied_card_does_not_use_its_key(card: Card, token: str) -> None:
    await enrolled(card, token)
    copy = Card(card.folder, "two").start()
    assert await trouble(copy) == "copied"
    Card(card.folder, "two").files.bind(card.identity.public, anew=True)
    await copy.look()
    assert copy.robot_id == "karlsson-9"


async def test_a_copied_card_with_the_used_token_in_its_configuration_is_a_copy(
    card: Card, token: str
) -> None:
    card.files.put_token(token)
    await enrolled(card, token, token=token)
    assert await trouble(Card(card.folder, "two").start(token=token)) == "copied"


async def test_a_copied_card_with_a_token_of_its_own_becomes_another_robot(
    card: Card, token: str
) -> None:
    await enrolled(card, token)
    original = card.identity.public
    copy = Card(card.folder, "two")
    copy.files.put_token(make_token(secrets.choice))
    enroller = copy.start()
    await enroller.look()
    assert enroller.message(NONCE).robot_key != original
    await enroller.enrolled(Enrolled("karlsson-10", "Karlsson 10"))
    await enroller.look()
    assert enroller.robot_id == "karlsson-10"
    assert copy.identity.public != original


async def test_a_token_that_is_no_good_is_not_tried_again_until_there_is_another(
    card: Card, token: str
) -> None:
    card.files.put_token(token)
    enroller = card.start()
    await enroller.look()
    with pytest.raises(IdentityTrouble, match="token_used"):
        enroller.refused("token_used")
    assert await trouble(enroller) == "token_used"
    card.files.put_token(make_token(secrets.choice))
    await enroller.look()
    assert enroller.enrols


async def test_what_may_pass_is_tried_again(card: Card, token: str) -> None:
    card.files.put_token(token)
    enroller = card.start()
    await enroller.look()
    with pytest.raises(IdentityTrouble, match="bridge_too_old"):
        enroller.refused("bridge_too_old")
    await enroller.look()
    assert enroller.enrols


async def test_a_robot_that_works_goes_on_without_a_bad_token(
    card: Card, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    await enrolled(card, token)
    card.files.put_token("K7QF")
    enroller = card.start()
    await enroller.look()
    assert not enroller.enrols
    other = make_token(secrets.choice)
    card.files.put_token(other)
    await enroller.look()
    enroller.refused("token_expired")
    await enroller.look()
    assert not enroller.enrols
    assert "goes on with its present key" in caplog.text
    assert "this one has 4" in caplog.text
    assert other not in caplog.text


async def test_a_robot_that_the_bridge_does_not_know_is_told_what_is_wrong_with_its_token(
    card: Card, token: str
) -> None:
    refusal = LinkRefused("unknown_robot")
    card.files.put_token(token)
    enroller = card.start(id="karlsson-9")
    await enroller.look()
    assert enroller.explained(refusal) is refusal
    enroller.refused("token_expired")
    await enroller.look()
    found = enroller.explained(refusal)
    assert isinstance(found, IdentityTrouble)
    assert found.cause == "token_expired"
    card.files.drop_token()
    await enroller.look()
    assert enroller.explained(refusal) is refusal


async def test_a_mistyped_token_is_named_where_nothing_else_is_there(card: Card) -> None:
    enroller = card.start(token="K7QF-2MXR-9TCH-4WDM")
    assert await trouble(enroller) == "token_mistyped"
    assert await trouble(enroller) == "token_mistyped"


async def test_a_key_that_the_command_line_has_enrolled_is_taken_up(card: Card, token: str) -> None:
    running = card.start()
    assert await trouble(running) == "not_enrolled"
    in_agent = card.identity
    await enrolled(card, token)
    await running.look()
    assert running.robot_id == "karlsson-9"
    assert in_agent.public == card.identity.public


async def test_a_key_from_outside_is_enrolled_as_it_is(card: Card, token: str) -> None:
    card.files.put_token(token)
    given = identity.load_or_make(card.folder / "credential")
    enroller = Enroller(RobotSection(), card.files, given, key_is_given=True)
    await enroller.look()
    assert enroller.message(NONCE).robot_key == given.public
    await enroller.enrolled(ANSWER)
    await enroller.look()
    assert enroller.robot_id == "karlsson-9"


def _full_disk(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("begin", [True, False], ids=["before the dial", "with the answer"])
async def test_a_disk_that_takes_nothing_is_named_and_the_token_stays(
    card: Card, token: str, begin: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    card.files.put_token(token)
    enroller = card.start()
    if begin:
        monkeypatch.setattr("bridge.process.atomic.write_new", _full_disk)
        assert await trouble(enroller) == "not_kept"
    else:
        await enroller.look()
        monkeypatch.setattr("bridge.process.atomic.replace", _full_disk)
        with pytest.raises(IdentityTrouble, match="not_kept"):
            await enroller.enrolled(ANSWER)
    assert plain(card.files.typed()) == plain(token)


@pytest.mark.parametrize("robot_id", ["", "karlsson-1"])
async def test_a_disk_that_cannot_be_read_stops_no_robot_that_knows_its_name(
    card: Card, token: str, robot_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    if not robot_id:
        await enrolled(card, token)
    robot = {"id": robot_id} if robot_id else {}
    enroller = card.start(**robot)
    await enroller.look()
    path = card.state / RECORD_FILE
    path.write_bytes(b"")
    for _ in range(3):
        await enroller.look()
    assert enroller.robot_id == (robot_id or "karlsson-9")
    assert len(caplog.records) == 1
    if robot_id:
        await card.start(**robot).look()
    else:
        assert await trouble(card.start()) == "not_kept"
    assert path.read_bytes() == b""


async def test_a_disk_that_takes_nothing_stops_no_robot_that_knows_its_name(
    card: Card, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    enroller = card.start(id="karlsson-1")
    monkeypatch.setattr("bridge.process.atomic.replace", _full_disk)
    for _ in range(3):
        await enroller.look()
    assert enroller.robot_id == "karlsson-1"
    assert len(caplog.records) == 1
    assert "there is no room left on the disk" in caplog.text


async def test_a_token_that_belongs_to_somebody_else_is_named(
    card: Card, caplog: pytest.LogCaptureFixture
) -> None:
    enroller = card.start()
    (card.state / TOKEN_FILE).mkdir()
    assert await trouble(enroller) == "not_kept"
    assert "the token cannot be read" in caplog.text
