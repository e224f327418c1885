import pytest

from bridge.base.origins import is_host, origin_of


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://School.EXAMPLE:443/", "https://school.example"),
        ("http://school.example:8080", "http://school.example:8080"),
        ("http://[2001:DB8::1]:80", "http://[2001:db8::1]"),
    ],
)
def test_an_origin_is_written_as_browsers_do(url: str, origin: str) -> None:
    assert origin_of(url) == origin


@pytest.mark.parametrize(
    "url",
    [
        "https://x/karlsson",
        "https://x/?a",
        "https://u@x",
        "ftp://x",
        "https://",
        "https://x:0",
        "*",
    ],
)
def test_a_path_and_all_else_that_can_never_work_is_refused_in_words(url: str) -> None:
    with pytest.raises(ValueError, match="no path"):
        origin_of(url)


def test_a_mistyped_address_is_no_host() -> None:
    assert is_host("karlsson.example")
    assert is_host("::1")
    assert not is_host("10.0.0")
    assert not is_host("a b")
