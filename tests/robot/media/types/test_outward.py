import base64

import pytest

from robot.media.types.outward import (
    Outward,
    OutwardError,
    Proxy,
    first_of,
    parse_direct,
    parse_proxy,
)

PROXY = Proxy("proxy.example", 3128)


@pytest.mark.parametrize(
    ("text", "proxy"),
    [
        ("http://proxy.example:8080", Proxy("proxy.example", 8080)),
        ("http://proxy.example:8080/", Proxy("proxy.example", 8080)),
        ("HTTP://Proxy.Example", Proxy("proxy.example", 3128)),
        ("proxy.example:8080", Proxy("proxy.example", 8080)),
        ("u:p@proxy.example:80", Proxy("proxy.example", 80, "u", "p")),
        ("http://u:p%40ss%3A@10.0.0.1:1", Proxy("10.0.0.1", 1, "u", "p@ss:")),
        ("http://DOMAIN%5Cu:p@proxy.example", Proxy("proxy.example", 3128, "DOMAIN\\u", "p")),
        ("http://[2001:db8::1]:3128", Proxy("2001:db8::1", 3128)),
    ],
)
def test_a_proxy_is_read_as_people_write_it(text: str, proxy: Proxy) -> None:
    assert parse_proxy(text) == proxy


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("socks5://canary:1080", "begins with http://"),
        ("https://canary:443", "begins with http://"),
        ("http://canary.example/proxy.pac", "PAC"),
        ("pac+http://canary.example", "PAC"),
        ("http://canary/path", "must be http://"),
        ("http://canary:99999", "must be http://"),
        ("http://canary:0", "must be http://"),
        ("http://300.1.1.1:80", "must be http://"),
        ("http://", "must be http://"),
        ("http://:canary@proxy.example", "must be http://"),
        ("http://a%3Ab:canary@proxy.example", "must be http://"),
        ("http://a:canary%0A@proxy.example", "must be http://"),
    ],
)
def test_another_kind_of_proxy_is_refused_in_words_without_being_quoted(
    text: str, says: str
) -> None:
    with pytest.raises(OutwardError, match=says) as refused:
        parse_proxy(text)
    assert "canary" not in str(refused.value)


def test_a_proxy_is_asked_with_user_and_password() -> None:
    proxy = parse_proxy("http://lena:first@proxy.example", "süß:1")
    value = proxy.headers["Proxy-Authorization"].removeprefix("Basic ")
    assert base64.b64decode(value).decode() == "lena:süß:1"
    assert proxy.url == "http://proxy.example:3128"
    assert parse_proxy("http://[::1]").url == "http://[::1]:3128"
    assert PROXY.headers == {}
    assert "lena" not in repr(proxy)


@pytest.mark.parametrize(
    ("direct", "host", "goes_direct"),
    [
        ("", "bridge.example", False),
        ("*", "bridge.example", True),
        ("bridge.example", "bridge.example", True),
        ("example", "bridge.example", True),
        (".example", "Bridge.Example.", True),
        ("*.example:443", "bridge.example", True),
        ("ridge.example", "bridge.example", False),
        ("other.example, 10.0.0.0/8", "10.1.2.3", True),
        ("10.0.0.0/8", "bridge.example", False),
        ("2001:db8::/32", "2001:db8::7", True),
        ("[2001:db8::7]", "2001:db8::7", True),
        ("bridge.example", "10.1.2.3", False),
        ("", "127.0.0.1", True),
        ("", "::1", True),
        ("", "localhost", True),
    ],
)
def test_some_hosts_are_reached_without_the_proxy(
    direct: str, host: str, goes_direct: bool
) -> None:
    outward = Outward(PROXY, parse_direct(direct))
    assert (outward.proxy_for(host) is None) is goes_direct
    assert Outward().proxy_for(host) is None


def test_the_first_variable_that_is_set_is_taken() -> None:
    assert first_of(("a", "b"), {"a": "", "b": "x"}) == ("b", "x")
    assert first_of(("a", "b"), {}) == ("", "")
