"""A TLS certificate made on the spot, for a tablet on the same Wi-Fi."""

import datetime
import ipaddress
import os
import socket
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LIFE = datetime.timedelta(days=7)
"""Validity: long enough for a school week, and too short for permanent use."""

SLACK = datetime.timedelta(days=30)
"""Margin before the beginning, for tablets and robots whose clock is behind."""


def own_address() -> str:
    """Return the address that other devices on this network reach us at, else 127.0.0.1.

    Connecting a datagram socket sends nothing; it only asks the kernel for the
    way out. 192.0.2.1 belongs to nobody (RFC 5737).
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def make_certificate(
    folder: Path, hosts: list[str], begins: datetime.datetime | None = None
) -> tuple[Path, Path]:
    """Write certificate and private key, both readable by the owner alone.

    Args:
        folder: Where to put `tls.crt` and `tls.key`.
        hosts: Names and addresses that the certificate is good for.
        begins: When it begins to be good; `SLACK` ago if nothing else is said.

    Returns:
        Paths of certificate and key.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Karlsson demo")])
    begins = begins or datetime.datetime.now(datetime.UTC) - SLACK
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + SLACK + LIFE)
        .add_extension(
            x509.SubjectAlternativeName([_general_name(host) for host in hosts]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "tls.crt", folder / "tls.key"
    contents = (
        certificate.public_bytes(serialization.Encoding.PEM),
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )
    for path, content in zip(paths, contents, strict=True):
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    return paths


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
