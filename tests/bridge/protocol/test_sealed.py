import typing

import pytest

from bridge.protocol import codec, limits, sealed

ID = "7DotdGrufjmbWmM2bWps7g"
DATA = "A" * limits.SEALED_BYTES


@pytest.mark.parametrize("kind", [sealed.Sealed, sealed.SessionSealed])
def test_a_part_lies_within_its_transfer(kind: type) -> None:
    session = {"session": ID} if kind is sealed.SessionSealed else {}
    kind(**session, transfer=ID, part=2, parts=3, data=DATA)
    with pytest.raises(ValueError, match="beyond the last"):
        kind(**session, transfer=ID, part=3, parts=3, data=DATA)


def test_what_a_page_says_reaches_the_robot_with_the_session_alone() -> None:
    for said, heard in zip(
        typing.get_args(sealed.FromPage), typing.get_args(sealed.FromSession), strict=True
    ):
        assert heard.__struct_config__.tag == said.__struct_config__.tag
        assert heard.__struct_fields__ == ("session", *said.__struct_fields__)


def test_the_content_of_a_part_stands_in_no_log() -> None:
    assert DATA not in repr(sealed.Sealed(ID, 0, 1, DATA))
    assert DATA not in repr(sealed.SessionSealed(ID, ID, 0, 1, DATA))


def test_the_longest_part_fits_every_socket() -> None:
    said = sealed.Sealed(ID, 126, 128, DATA)
    assert codec.from_teacher.decode(codec.encode(said)) == said
    heard = sealed.SessionSealed(ID, ID, 126, 128, DATA)
    assert codec.to_robot.decode(codec.encode(heard)) == heard
    assert codec.from_robot.decode(codec.encode(heard)) == heard


def test_the_largest_sheet_fits_the_parts() -> None:
    content = limits.SEALED_BYTES // 4 * 3 - 12 - 16
    assert 128 * content >= limits.SHEET_BYTES
