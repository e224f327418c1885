from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from technician.lists.attachments import ListedFiles
from technician.lists.records import ClientCertificate
from technician.lists.remarks import WrongValueError
from tests.technician.lists.certificates import NOW, certificate, key, key_pem, p12, pem

KEY, OTHER = key(), key()
CERTIFICATE = certificate(KEY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ca.pem").write_bytes(pem(CERTIFICATE) * 2)
    (tmp_path / "ca.cer").write_bytes(CERTIFICATE.public_bytes(Encoding.DER))
    (tmp_path / "old.pem").write_bytes(pem(certificate(KEY, days=-1)))
    (tmp_path / "k.key").write_bytes(key_pem(KEY, "geheim"))
    (tmp_path / "other.key").write_bytes(key_pem(OTHER))
    (tmp_path / "both.pem").write_bytes(pem(CERTIFICATE) + key_pem(KEY))
    (tmp_path / "k.p12").write_bytes(p12(KEY, CERTIFICATE, "geheim"))
    (tmp_path / "text").write_text("no certificate", encoding="utf-8")
    (tmp_path / "large").write_bytes(bytes(70_000))
    return tmp_path


@pytest.fixture
def files(folder: Path) -> ListedFiles:
    return ListedFiles(folder, lambda: NOW)


def test_certificates_come_as_pem_whatever_they_were_saved_as(files: ListedFiles) -> None:
    one = pem(CERTIFICATE).decode()
    assert files.certificates("ca.pem") == one * 2
    assert files.certificates("ca.cer") == one


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("no.pem", "cannot be read"),
        ("text", "holds no certificate"),
        ("both.pem", "holds a private key"),
        ("old.pem", r"expired on 30\.11\.2026"),
        ("large", "is too large"),
    ],
)
def test_what_is_no_authoritys_certificate_is_named(
    files: ListedFiles, name: str, told: str
) -> None:
    with pytest.raises(WrongValueError, match=told):
        files.certificates(name)


def test_a_certificate_with_its_key(files: ListedFiles, folder: Path) -> None:
    p12_bytes = (folder / "k.p12").read_bytes()
    assert files.client("k.p12", "", "geheim") == ClientCertificate("p12", b"", p12_bytes, "geheim")
    found = files.client("ca.pem", "k.key", "geheim")
    assert (found.kind, found.key) == ("pem", (folder / "k.key").read_bytes())
    assert files.client("both.pem", "", "").key == (folder / "both.pem").read_bytes()


@pytest.mark.parametrize(
    ("certificate", "key", "password", "told"),
    [
        ("k.p12", "", "falsch", "cannot be opened"),
        ("k.p12", "", "", "cannot be opened"),
        ("text", "", "", "cannot be opened"),
        ("ca.pem", "k.key", "falsch", "cannot be opened"),
        ("ca.pem", "k.key", "", "cannot be opened"),
        ("ca.pem", "", "", "holds no private key"),
        ("ca.pem", "other.key", "", "do not belong together"),
    ],
)
def test_a_certificate_that_cannot_be_used_is_named(
    files: ListedFiles, certificate: str, key: str, password: str, told: str
) -> None:
    with pytest.raises(WrongValueError, match=told) as caught:
        files.client(certificate, key, password)
    assert "falsch" not in str(caught.value)


def test_a_body_by_its_name_or_its_file(files: ListedFiles, folder: Path) -> None:
    assert 'driver = "gpio"' in files.body("Einfach")
    assert 'driver = "feetech"' in files.body("gut")
    (folder / "eigen.toml").write_text('[body]\ndriver = "pwm"\n', encoding="utf-8")
    assert 'driver = "pwm"' in files.body("eigen.toml")
    (folder / "leer.toml").write_text("x = 1", encoding="utf-8")
    (folder / "kaputt.toml").write_text("[body", encoding="utf-8")
    for name, told in (("leer.toml", r"no section \[body\]"), ("kaputt.toml", "not TOML")):
        with pytest.raises(WrongValueError, match=told):
            files.body(name)
    with pytest.raises(WrongValueError, match="einfach"):
        files.body("rot")
