import ipaddress
import ssl
import stat
from pathlib import Path

from cryptography import x509

from robot.demo.certificate import make_certificate, own_address


def test_certificate_and_key_fit_and_name_the_hosts(tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path, ["localhost", "192.0.2.7"])
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    names = (
        x509.load_pem_x509_certificate(certificate.read_bytes())
        .extensions.get_extension_for_class(x509.SubjectAlternativeName)
        .value
    )
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert names.get_values_for_type(x509.IPAddress) == [ipaddress.ip_address("192.0.2.7")]
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_our_address_is_one_that_can_be_served() -> None:
    assert ipaddress.ip_address(own_address()).version == 4
