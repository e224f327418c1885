import pytest

from bridge.base.passkey_hosts import passkey_trouble


@pytest.mark.parametrize(
    "url",
    ["https://karlsson.example.org", "http://localhost:8080", "https://büro", "http://a.localhost"],
)
def test_passkeys_work_under_a_name_with_https_or_at_home(url: str) -> None:
    assert passkey_trouble(url) == ""


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://127.0.0.1:8080", "names only"),
        ("https://192.168.1.7", "names only"),
        ("https://[::1]:8443", "names only"),
        ("http://karlsson.example.org", "https only"),
    ],
)
def test_elsewhere_the_remedy_is_named(url: str, why: str) -> None:
    trouble = passkey_trouble(url)
    assert why in trouble
    assert url in trouble
