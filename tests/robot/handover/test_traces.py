import pytest

from robot.handover.traces import secrets_of, what_of


@pytest.mark.parametrize(
    ("name", "data", "secrets"),
    [
        ("robot.key", b"-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n", [b"abc"]),
        ("enrolment-token", b"K7QF-2MXR\n", [b"K7QF-2MXR"]),
        (
            "karlsson-wifi.nmconnection",
            b'[wifi]\nssid=Net\npsk = "geheim"\nidentity=u@x\nmode=infrastructure\n',
            [b"Net", b"geheim", b"u@x"],
        ),
        (
            "outfit.json",
            b'{"outfit": {"nickname": "Lena", "shell": "mint"}, "loan": "m"}',
            [b"Lena", b"m"],
        ),
        ("outfit.json", b'{"outfit": null, "loan": ""}', [b""]),
        ("class.json", b"[1]", []),
        ("class.json", b"\xff{", []),
        ("robot.toml", b"url = 'x'", []),
    ],
)
def test_what_is_secret_in_a_file_is_known(name: str, data: bytes, secrets: list[bytes]) -> None:
    assert list(secrets_of(name, data)) == secrets


def test_files_are_told_in_words() -> None:
    assert what_of("views.json") == "saved places"
    assert what_of("x") == "a file of its own"
