"""The doors of every route: rates, slow and large bodies, what a stranger learns."""

import asyncio
import json
from contextlib import suppress
from pathlib import Path

import aiohttp
import msgspec
import pytest

from bridge import app
from bridge.office.frame.door import COOKIE
from bridge.office.frame.openapi import PLACE
from bridge.office.frame.routes import OfficeRoute
from bridge.office.office import DESCRIPTION, ROUTES
from tests.bridge.office.staff import Staff, new_config, open_staff
from tests.deadline import WAIT_S

ACTS = [route for route in ROUTES if route.method == "POST"]


def at(route: OfficeRoute) -> str:
    """Return a path of a route, for rows that are not there."""
    return PLACE.sub("1", route.path)


async def test_strangers_who_ask_too_often_are_told_and_members_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "REFUSED_S", 0.0)
    config = new_config(tmp_path)
    limits = msgspec.structs.replace(config.limits, strangers_per_minute=12)
    async with open_staff(msgspec.structs.replace(config, limits=limits)) as staff:
        office = await staff.signed_in("office")
        await office.get("/office/erased")
        codes = []
        for number in range(10):
            made_up = {"Cookie": f"{COOKIE}={'x' * 40}{number}"}
            url = f"{staff.url}/office/{'erased' if number < 8 else 'nowhere'}"
            async with staff.http.get(url, headers=made_up, allow_redirects=False) as answer:
                codes.append(answer.status)
                if answer.status == 429:
                    assert answer.headers["Retry-After"] == "60"
                    assert "Content-Security-Policy" in answer.headers
        assert codes == [303] * 5 + [429] * 5
        # Before anything of a body is read, and whatever it is.
        large = {"Content-Length": "100000", "Origin": staff.url}
        async with staff.http.post(f"{staff.url}/lend", headers=large) as answer:
            assert answer.status == 429
        await office.get("/office/erased")


async def test_a_body_that_never_ends_is_cut_off(tmp_path: Path) -> None:
    config = new_config(tmp_path)
    limits = msgspec.structs.replace(config.limits, body_timeout_s=0.05)
    async with open_staff(msgspec.structs.replace(config, limits=limits)) as staff:
        office = await staff.signed_in("office")
        port = int(staff.url.rpartition(":")[2])
        reader, writer = await asyncio.open_connection("localhost", port)
        try:
            head = (
                f"POST /office/undo/1 HTTP/1.1\r\nHost: localhost\r\nOrigin: {staff.url}\r\n"
                f"Cookie: {COOKIE}={office.token}\r\nContent-Length: 1000\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n\r\nback="
            )
            writer.write(head.encode())
            async with asyncio.timeout(WAIT_S):
                with suppress(ConnectionError):  # a reset is as good
                    assert await reader.read() == b""
        finally:
            writer.close()
        await office.get("/office/erased")


async def test_every_act_refuses_what_is_too_large_before_it_reads_it(staff: Staff) -> None:
    port = int(staff.url.rpartition(":")[2])
    for route in ACTS:
        reader, writer = await asyncio.open_connection("localhost", port)
        try:
            size = f"Content-Length: {route.body_bytes + 1}\r\n"
            writer.write(f"POST {at(route)} HTTP/1.1\r\nHost: localhost\r\n{size}\r\n".encode())
            async with asyncio.timeout(WAIT_S):
                assert b" 413 " in await reader.readline(), route.path
        finally:
            writer.close()


async def test_the_description_names_every_route_and_members_alone_read_it(staff: Staff) -> None:
    reader = await staff.signed_in("reader")
    told = json.loads(await reader.get(DESCRIPTION))
    named = {(method.upper(), path) for path, one in told["paths"].items() for method in one}
    assert named >= {(route.method, PLACE.sub(r"{\1}", route.path)) for route in ROUTES}
    async with aiohttp.request("GET", staff.url + DESCRIPTION, allow_redirects=False) as answer:
        assert answer.status == 303


async def test_a_session_that_somebody_else_chose_is_not_taken_over(staff: Staff) -> None:
    chosen = {"Cookie": f"{COOKIE}={'chosen-by-a-stranger' * 2}"}
    async with staff.http.get(
        f"{staff.url}/office/sign-in", headers=chosen, allow_redirects=False
    ) as answer:
        given = answer.headers.getall("Set-Cookie", [])
        assert not any("chosen-by-a-stranger" in one for one in given)
    assert await staff.register.session("chosen-by-a-stranger" * 2) is None
