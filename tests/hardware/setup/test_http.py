import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.setup.http import (
    BadRequest,
    GiveEvents,
    GiveFile,
    Refuse,
    Request,
    Route,
    TakeStep,
    answer,
    event,
    parse,
    route,
)

HOST = "127.0.0.1:8000"
FILES = frozenset({"index.html", "page.js"})


def routed(method: str, path: str, host: str = HOST, origin: str = "") -> Route:
    headers = {"host": host, "origin": origin}
    return route(Request(method, path, headers), "secret", frozenset({HOST}), FILES)


def test_whoever_holds_the_token_gets_the_page() -> None:
    assert routed("GET", "/secret/") == GiveFile("index.html")
    assert routed("GET", "/secret/page.js?x") == GiveFile("page.js")
    assert routed("GET", "/secret/events") == GiveEvents()
    assert routed("POST", "/secret/step/tilt", origin=f"http://{HOST}") == TakeStep("tilt")


@pytest.mark.parametrize(
    ("method", "path", "host", "origin", "status"),
    [
        pytest.param("GET", "/", HOST, "", 404, id="no-token"),
        pytest.param("GET", "/wrong/", HOST, "", 404, id="wrong-token"),
        pytest.param("GET", "/secret", HOST, "", 404, id="no-slash"),
        pytest.param("GET", "/secret/", "evil.example", "", 404, id="rebinding"),
        pytest.param("GET", "/secret/../x", HOST, "", 404, id="no-file"),
        pytest.param("GET", "/secret/step/pan", HOST, "", 405, id="step-by-link"),
        pytest.param("POST", "/secret/step/pan", HOST, "", 404, id="step-without-origin"),
        pytest.param("POST", "/secret/step/pan", HOST, "http://evil", 404, id="step-by-others"),
        pytest.param("POST", "/secret/step/hand", HOST, f"http://{HOST}", 405, id="no-axis"),
        pytest.param("PUT", "/secret/", HOST, "", 405, id="put"),
    ],
)
def test_everybody_else_gets_nothing(
    method: str, path: str, host: str, origin: str, status: int
) -> None:
    assert routed(method, path, host, origin) == Refuse(status)


def test_a_request_is_read_with_its_headers() -> None:
    found = parse(b"GET /a/ HTTP/1.1\r\nHost: h:1\r\nX-Y:  z ")
    assert found == Request("GET", "/a/", {"host": "h:1", "x-y": "z"})


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"GET /",
        b"GET / HTTP/2",
        b"GET x HTTP/1.1",
        b"GET / HTTP/1.1\r\nno colon",
        b"GET / HTTP/1.1\r\nHost : a",
        b"GET / HTTP/1.1\r\nHost: a\r\nhost: b",
        b"GET /\xff HTTP/1.1",
    ],
)
def test_what_is_no_request_is_refused(head: bytes) -> None:
    with pytest.raises(BadRequest):
        parse(head)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_request_or_refused(head: bytes) -> None:
    try:
        found = parse(head)
    except BadRequest:
        return
    assert isinstance(route(found, "secret", frozenset({HOST}), FILES), Refuse)


def test_every_answer_closes_and_forbids_what_the_page_does_not_need() -> None:
    head, _, body = answer(200, "js", b"1;").partition(b"\r\n\r\n")
    assert body == b"1;"
    text = head.decode()
    for part in ("default-src 'none'", "Connection: close", "nosniff", "Content-Length: 2"):
        assert part in text
    assert "unsafe" not in text


def test_an_event_has_a_name_and_one_line() -> None:
    assert event("state", b"{}") == b"event: state\ndata: {}\n\n"
