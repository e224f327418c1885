import pytest

from bridge.relay.versions import warning


@pytest.mark.parametrize(
    ("software", "says"),
    [
        ("Coturn-4.6.1 'Gorst'", "CVE-2026-27624"),
        ("Coturn-4.8.0", "CVE-2026-27624"),
        ("Coturn-4.9.0", "CVE-2026-40613"),
        ("Coturn-4.16.9 'X'", "4.17 or newer"),
        ("coturn-4.5", "4.5.0"),
    ],
)
def test_what_is_vulnerable_is_named(software: str, says: str) -> None:
    assert says in warning(software)


@pytest.mark.parametrize(
    "software", ["", "Coturn-4.17.1 'Y'", "Coturn-5.0.0", "None", "ejabberd", "Coturn", "4.6.1"]
)
def test_of_others_nothing_is_said(software: str) -> None:
    assert warning(software) == ""


def test_a_newer_fault_alone_is_named_for_a_newer_version() -> None:
    assert "27624" not in warning("Coturn-4.9.2")
    assert "40613" not in warning("Coturn-4.12.0")
