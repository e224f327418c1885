"""Files that a list names: certificates, keys and bodies, looked for beside the list."""

import datetime
import tomllib
from collections.abc import Callable
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    pkcs12,
)

from bridge.process import file_words
from technician import examples
from technician.lists.records import ClientCertificate
from technician.lists.remarks import WrongValueError
from technician.lists.values import shown

MOST_BYTES = 64 * 1024

BODIES = {
    **dict.fromkeys(("simple", "einfach", "gpio"), "body"),
    **dict.fromkeys(("good", "gut"), "body-good"),
}
"""Reference builds by what people call them."""

_PEM = b"-----BEGIN "


class ListedFiles:
    """Files beside a list.

    Args:
        folder: Where names without a folder are looked for.
        today: Tells which day it is, so that an expired certificate is seen.
    """

    def __init__(self, folder: Path, today: Callable[[], datetime.datetime]) -> None:
        self._folder = folder
        self._today = today

    def certificates(self, name: str) -> str:
        """Return one or more certificates of authorities in PEM, whatever they were saved as."""
        data = self._read(name, "the certificate as .pem or .crt")
        if b"PRIVATE KEY-----" in data:
            raise WrongValueError(
                f"{shown(name)} holds a private key", "name the certificate alone"
            )
        try:
            if _PEM in data:
                found = x509.load_pem_x509_certificates(data)
            else:
                found = [x509.load_der_x509_certificate(data)]
        except ValueError as error:
            raise WrongValueError(
                f"{shown(name)} holds no certificate", "save it as .pem, .crt or .cer (X.509)"
            ) from error
        for one in found:
            self._check_day(name, one)
        return "".join(one.public_bytes(Encoding.PEM).decode() for one in found)

    def client(self, certificate: str, key: str, password: str) -> ClientCertificate:
        """Return certificate and key of an account, after they were opened and compared."""
        data = self._read(certificate, "the robot's certificate as .p12 or .pem")
        secret = password.encode() if password else None
        if _PEM not in data:
            return self._pkcs12(certificate, data, secret)
        both = self._read(key, "the key as .pem") if key else data
        if b"PRIVATE KEY-----" not in both:
            raise WrongValueError(
                f"{shown(key or certificate)} holds no private key",
                "name the file with the key in its own column",
            )
        try:
            found = x509.load_pem_x509_certificates(data)[0]
            private = load_pem_private_key(both, secret)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise _not_opened(key or certificate) from error
        if _public(private.public_key()) != _public(found.public_key()):
            raise WrongValueError(
                f"{shown(certificate)} and its key do not belong together", "name the right pair"
            )
        self._check_day(certificate, found)
        return ClientCertificate("pem", data, both, password)

    def body(self, name: str) -> str:
        """Return the content of a body's configuration: a reference build, or a file."""
        example = BODIES.get(name.casefold())
        if example:
            return examples.BODY[example]
        if not name.endswith(".toml"):
            raise WrongValueError(
                f"{shown(name)} is no body that is known",
                "einfach (simple), gut (good), the name of a .toml file, or nothing if the robot is"
                " to find out by itself",
            )
        try:
            text = self._read(name, "a body.toml").decode()
            document = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise WrongValueError(f"{shown(name)} is not TOML: {error}", "correct it") from error
        if not isinstance(document.get("body"), dict):
            raise WrongValueError(
                f"{shown(name)} has no section [body]", "take systemd/body.toml as its beginning"
            )
        return text

    def _pkcs12(self, name: str, data: bytes, secret: bytes | None) -> ClientCertificate:
        try:
            key, found, _ = pkcs12.load_key_and_certificates(data, secret)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise _not_opened(name) from error
        if key is None or found is None:
            raise WrongValueError(
                f"{shown(name)} lacks the key or the certificate", "export both into one .p12"
            )
        self._check_day(name, found)
        return ClientCertificate("p12", b"", data, (secret or b"").decode())

    def _check_day(self, name: str, found: x509.Certificate) -> None:
        if found.not_valid_after_utc < self._today():
            raise WrongValueError(
                f"{shown(name)} expired on {found.not_valid_after_utc:%d.%m.%Y}",
                "get the new one; if this computer's clock is wrong, set it",
            )

    def _read(self, name: str, wanted: str) -> bytes:
        path = self._folder / Path(name).expanduser()
        try:
            if path.stat().st_size > MOST_BYTES:
                raise WrongValueError(f"{path} is too large", f"name {wanted}")
            return path.read_bytes()
        except OSError as error:
            raise WrongValueError(
                f"{path} cannot be read: {file_words.words(error)}",
                f"name {wanted}, beside the list",
            ) from error


def _public(key: object) -> bytes:
    assert hasattr(key, "public_bytes")
    data: bytes = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return data


def _not_opened(name: str) -> WrongValueError:
    return WrongValueError(
        f"{shown(name)} cannot be opened",
        "check the key file's password, and that it is a certificate with its key (.p12 or .pem)",
    )
