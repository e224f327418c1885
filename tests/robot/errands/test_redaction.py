import pytest

from robot.errands.redaction import Redaction

KEY = "Zm9vYmFyLWJhei1xdXV4LTEyMzQ1Njc4OTAtYWJjZGU"


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("192.168.178.21", "dialled 192.168.178.21:8443, refused"),
        ("10.0.0.7", "ICE: pair (10.0.0.7 -> 10.0.0.9)"),
        ("2001:db8::17", "dialled [2001:db8::17]:443"),
        ("fe80::1", "route fe80::1%wlan0"),
        ("dc:a6:32:01:02:03", "station dc:a6:32:01:02:03 left"),
        ("karlsson.example.org", "cannot reach karlsson.example.org now"),
        ("bridge.schule", "cannot reach bridge.schule-am-see.de now"),
        ("schule-am-see", "WebSocket wss://schule-am-see.de/signal closed"),
        ("mia@schule.de", "mail from mia@schule.de"),
        ("hunter2", "proxy password=hunter2 refused"),
        ("hunter2", 'psk = "hunter2 and more"'),
        ("and more", 'psk = "hunter2 and more"'),
        ("4711", "PIN: 4711"),
        ("K7QF-2MXR-9TCH-4WDN", "token K7QF-2MXR-9TCH-4WDN is used up"),
        ("k7qf 2mxr 9tch 4wdn", "typed k7qf 2mxr 9tch 4wdn"),
        ("K7QF2MXR9TCH4WDN", "typed K7QF2MXR9TCH4WDN"),
        (KEY, f"public key {KEY}"),
        ("kJ3nT0aBcDeFgHiJkLmNoA", "presence kJ3nT0aBcDeFgHiJkLmNoA"),
        ("100000008d8f1c2a", "serial 100000008d8f1c2a"),
        ("mia", "open /home/mia/robot.toml"),
        ("abc.def", "Authorization: Bearer abc.def"),
        ("Adler", "robot adler is up"),
        ("pi-klasse5b", "host pi-klasse5b: started"),
    ],
)
def test_what_must_not_leave_is_removed(secret: str, text: str) -> None:
    redacted = Redaction(["Adler", "pi-klasse5b", "", "x"]).text(text)
    assert secret.lower() not in redacted.lower()
    assert "[" in redacted


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-29T23:12:01+0100 karlsson-robot[812]: INFO robot.links.bridge_link: link: up",
        "body: away: /run/karlsson/body.sock: silent; `systemctl status karlsson-body` says why",
        "aiohttp.client_exceptions.ClientConnectorError: name service",
        "Karlsson 0.9.0, Python 3.11.7, Linux 6.12.25+rpt-rpi-2712 aarch64",
        "presence: ASLEEP -> JOINING at 12:34:56,789",
        "robot.toml: camera.fps = 90: must be at most 60",
        "a word with four more here stays plain",
        "xadlerx is another word",
        "token = (not set)",
    ],
)
def test_what_a_technician_needs_stays(text: str) -> None:
    assert Redaction(["Adler"]).text(text) == text


def test_a_long_line_of_anything_is_read_in_a_moment() -> None:
    """No pattern may try its choices over and over on a line that nearly fits."""
    for line in ("a." * 30_000, "1:" * 30_000, "A-" * 30_000, "a@" * 30_000, "AAAA " * 12_000):
        assert Redaction(["Adler"]).text(line)
