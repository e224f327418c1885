import stat
from pathlib import Path

import pytest

from bridge.process import atomic
from robot.settings import enrolment as module
from robot.settings import identity
from robot.settings.enrolment import EnrolmentFiles
from robot.settings.errors import IdentityError
from tests.robot.settings.test_machine import board

A = "A" * 43


def on(tmp_path: Path, serial: str) -> EnrolmentFiles:
    """Return the files of one card, on the board with this serial number."""
    return EnrolmentFiles(tmp_path / "state", board(tmp_path / serial, serial))


def test_a_key_is_bound_to_its_machine_and_a_copy_is_found(tmp_path: Path) -> None:
    on(tmp_path, "one").bind(A)
    assert not on(tmp_path, "one").is_copied(A)
    assert on(tmp_path, "two").is_copied(A)
    on(tmp_path, "two").bind(A)  # not by starting there
    assert on(tmp_path, "two").is_copied(A)
    on(tmp_path, "two").bind(A, anew=True)
    assert not on(tmp_path, "two").is_copied(A)


def test_a_machine_without_a_name_is_not_suspected(tmp_path: Path) -> None:
    nameless = EnrolmentFiles(tmp_path / "state", tmp_path)
    on(tmp_path, "one").bind(A)
    assert not nameless.is_copied(A)
    nameless.bind(A)
    assert not on(tmp_path, "one").is_copied(A)
    assert on(tmp_path, "two").is_copied(A)


def test_a_card_from_before_is_bound_at_its_next_start(tmp_path: Path) -> None:
    nameless = EnrolmentFiles(tmp_path / "state", tmp_path)
    nameless.bind(A)
    assert not on(tmp_path, "one").is_copied(A)
    on(tmp_path, "one").bind(A)
    assert on(tmp_path, "two").is_copied(A)


def test_another_key_is_bound_anew_and_keeps_the_name(tmp_path: Path) -> None:
    files = on(tmp_path, "one")
    new = files.new_key()
    files.keep("karlsson-1", "Karlsson", new.public, "H" * 43)
    other = on(tmp_path, "two")
    assert not other.is_copied(A)
    other.bind(A)
    assert other.record().robot == "karlsson-1"
    assert not other.is_copied(A)


@pytest.mark.parametrize("cut", ["before the record", "before the key", "before the token"])
def test_a_power_cut_while_enrolling_is_gone_on_with(
    tmp_path: Path, cut: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = on(tmp_path, "one")
    old = identity.load_or_make(tmp_path / "state" / "robot.key").public
    files.put_token("T")
    new = files.new_key().public
    with monkeypatch.context() as patch:

        def dark(*_: object, **__: object) -> None:
            raise OSError(5, "Input/output error")

        if cut == "before the record":
            patch.setattr(atomic, "replace", dark)
        if cut == "before the key":
            patch.setattr(Path, "replace", dark)
            patch.setattr(atomic, "replace", lambda path, data: path.write_bytes(data))
        if cut == "before the token":
            files.keep("karlsson-1", "Karlsson", new, "H" * 43)
        else:
            with pytest.raises(IdentityError, match="cannot be kept: the disk or the device gives"):
                files.keep("karlsson-1", "Karlsson", new, "H" * 43)
    files.settle()
    kept = files.key()
    assert kept
    if cut == "before the record":
        # The bridge answers the same key again: the token and the new key are still there.
        assert (kept.public, files.new_key().public) == (old, new)
    else:
        assert (kept.public, files.record().robot) == (new, "karlsson-1")
        assert not (tmp_path / "state" / module.NEW_KEY_FILE).exists()
    assert files.typed() == "T"


def test_a_record_that_cannot_be_read_is_named_and_not_overwritten(tmp_path: Path) -> None:
    files = on(tmp_path, "one")
    files.bind(A)
    path = tmp_path / "state" / module.RECORD_FILE
    path.write_bytes(b"{rubbish")
    for read in (files.record, lambda: files.bind(A), lambda: files.is_copied(A)):
        with pytest.raises(IdentityError, match=r"enrolment\.json: .* enrol the robot anew"):
            read()
    assert path.read_bytes() == b"{rubbish"
    path.unlink()
    path.mkdir()
    with pytest.raises(IdentityError, match=r"enrolment\.json: cannot be read: is a folder"):
        files.record()


def test_a_token_is_private_and_removed(tmp_path: Path) -> None:
    files = on(tmp_path, "one")
    assert files.typed() == ""
    files.put_token("K7QF-2MXR")
    path = tmp_path / "state" / module.TOKEN_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert files.typed() == "K7QF-2MXR"
    files.drop_token()
    files.drop_token()
    assert files.typed() == ""
    path.mkdir()
    with pytest.raises(
        IdentityError, match=r"enrolment-token: the token cannot be read: is a folder"
    ):
        files.typed()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            PermissionError(13, "Permission denied"),
            "has no right to it; run it as the robot's user",
        ),
        (OSError(28, "No space left on device"), "no room left on the disk$"),
    ],
)
def test_a_folder_that_takes_nothing_is_named_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, words: str
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(atomic, "replace", refuse)
    files = on(tmp_path, "one")
    with pytest.raises(IdentityError, match=f"state: .* cannot be kept: .*{words}"):
        files.put_token("K")
    with pytest.raises(IdentityError, match=f"state: .* cannot be kept: .*{words}"):
        files.bind(A)
