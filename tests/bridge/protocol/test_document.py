import re
import typing
from pathlib import Path

import pytest

from bridge.protocol import PROTOCOL_VERSION, channels, fields, limits, proofs, signaling
from bridge.protocol.binding import CONTEXT
from bridge.protocol.errors import REFUSALS

DOCUMENT = (Path(limits.__file__).parent / "PROTOCOL.md").read_text(encoding="utf-8")
UNIONS = (
    *(channels.ChannelUp, channels.ChannelDown, signaling.FromRobot, signaling.FromPupil),
    *(signaling.FromTeacher, signaling.ToRobot, signaling.ToPupil, signaling.ToTeacher),
)
TYPES = sorted({kind.__struct_config__.tag for u in UNIONS for kind in typing.get_args(u)})
LIMITS = {name: value for name, value in vars(limits).items() if name.isupper()}
NAMES = {
    *typing.get_args(fields.LineLevel),
    *typing.get_args(signaling.TeacherActionName),
    *typing.get_args(fields.NoteKind),
    *typing.get_args(fields.Role),
    *typing.get_args(fields.Shell),
    *typing.get_args(fields.Wears),
    *typing.get_args(fields.StillState),
    *typing.get_args(fields.PhraseKind),
    *typing.get_args(fields.Understanding),
    *typing.get_args(fields.RightName),
    *typing.get_args(fields.RightState),
    *typing.get_args(fields.Transferring),
    *typing.get_args(channels.Ended.__annotations__["reason"]),
}


@pytest.mark.parametrize("name", TYPES)
def test_every_message_type_is_written_down(name: str) -> None:
    assert f"`{name}`" in DOCUMENT


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_is_written_down_with_its_sentence(code: str) -> None:
    assert f"| `{code}` | {REFUSALS[code]} |\n" in DOCUMENT


@pytest.mark.parametrize("name", LIMITS)
def test_every_limit_is_written_down_with_its_value(name: str) -> None:
    assert f"| `{name}` | {LIMITS[name]} |" in DOCUMENT


def test_no_refusal_and_no_limit_is_invented() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \| [^|]+ \|$", DOCUMENT, re.MULTILINE)
    assert rows == list(REFUSALS)
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", DOCUMENT, re.MULTILINE)) == set(LIMITS)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_name_with_a_meaning_is_written_down(name: str) -> None:
    assert f"`{name}`" in DOCUMENT


@pytest.mark.parametrize(
    "label", [CONTEXT, proofs.HELLO, proofs.LOOKUP, proofs.MAC, proofs.PUPIL, proofs.BRIDGE]
)
def test_every_label_that_is_signed_or_hashed_is_written_down(label: bytes) -> None:
    assert '"' + label.decode().replace("\0", r"\0") + '"' in DOCUMENT


def test_the_document_is_of_this_version() -> None:
    assert DOCUMENT.startswith(f"# The wire, version {PROTOCOL_VERSION}\n")
