"""A bridge on loopback for every test that wants one."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bridge.config import BridgeConfig
from tests.bridge import postgresql
from tests.bridge.people import House, house_config, open_house, write_pages


@pytest.fixture
def config(tmp_path: Path) -> BridgeConfig:
    return house_config(tmp_path)


@pytest.fixture
async def house(config: BridgeConfig) -> AsyncIterator[House]:
    async with open_house(config) as opened:
        yield opened


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgresql.Cluster]:
    """One server for all tests that want one."""
    with postgresql.running() as cluster:
        yield cluster


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for localhost that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = (tmp_path / "cert.pem", tmp_path / "key.pem")
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.toml"
    path.write_text(
        f"""
[server]
port = 0
public_url = "https://karlsson.example"
[storage]
url = "sqlite+aiosqlite:///{tmp_path / "bridge.sqlite"}"
[pages]
pupil_app = "{write_pages(tmp_path / "pages")}"
""",
        encoding="utf-8",
    )
    return path
