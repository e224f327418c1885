import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bridge.protocol.keys import verify
from robot.settings import identity
from robot.settings.errors import IdentityError


def test_the_key_is_made_once_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "state" / "robot.key"
    made = identity.load_or_make(path)
    assert identity.load_or_make(path).public == made.public
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    verify(made.public, made.sign(b"hello"), b"hello")


def test_the_private_half_shows_in_no_text(tmp_path: Path) -> None:
    assert repr(identity.load_or_make(tmp_path / "robot.key")) == "Identity(********)"


@pytest.mark.parametrize("rubbish", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_a_damaged_key_is_named_and_not_replaced(tmp_path: Path, rubbish: bytes) -> None:
    path = tmp_path / "robot.key"
    path.write_bytes(rubbish)
    path.chmod(0o600)
    with pytest.raises(IdentityError, match=r"robot\.key: this is not a key"):
        identity.load_or_make(path)
    assert path.read_bytes() == rubbish


def test_a_key_that_everybody_may_read_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "robot.key"
    identity.load_or_make(path)
    path.chmod(0o644)
    with pytest.raises(IdentityError, match="0600"):
        identity.load_or_make(path)


def test_a_key_of_another_kind_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "robot.key"
    foreign = generate_private_key(SECP256R1())
    path.write_bytes(foreign.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.chmod(0o600)
    with pytest.raises(IdentityError, match="Ed25519"):
        identity.load(path)


def test_a_folder_in_the_place_of_the_key_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "robot.key").mkdir()
    with pytest.raises(IdentityError, match="cannot be read"):
        identity.load_or_make(tmp_path / "robot.key")


def test_a_place_where_nothing_can_be_kept_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"a file")
    with pytest.raises(IdentityError, match="cannot be"):
        identity.load_or_make(tmp_path / "state" / "robot.key")
