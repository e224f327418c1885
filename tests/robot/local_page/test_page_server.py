"""Admission and refusal of visitors, and their cost: a real server, asked over a real socket."""

import asyncio
import contextlib
import logging
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from robot.local_page import page_server
from robot.local_page.page_server import MOST_CONNECTIONS, REQUESTS_BURST
from robot.local_page.pin_gate import FREE_TRIES
from tests.deadline import WAIT_S
from tests.robot.local_page.schools_page import PIN, Technician, browser
from tests.robot.local_page.standing_robot import StandingRobot, page_of

GUARDED = ("/api/events", "/api/preview", "/api/wifi", "/api/wipe")
ACTS = ("identify", "preview", "doctor", "logs", "wifi/join", "wifi/forget", "wipe", "sign-out")


async def test_without_a_pin_there_are_files_and_nothing_of_the_robot(tmp_path: Path) -> None:
    async with page_of(StandingRobot(tmp_path)) as technician:
        status, page = await technician.get("/")
        assert (status, b"<main" in page) == (200, True)
        assert await technician.get("/api/hello") == (200, {"signed_in": False, "wait_s": 0})
        for path in GUARDED:
            assert (await technician.get(path))[0] == 401, path
        for act in ACTS:
            assert (await technician.post(f"/api/{act}"))[0] == 401, act


async def test_the_pin_opens_it_and_signing_out_closes_it(tmp_path: Path) -> None:
    async with page_of(StandingRobot(tmp_path)) as technician:
        assert (await technician.post("/api/sign-in", {"pin": "4711 0815"}))[0] == 200
        assert (await technician.get("/api/hello"))[1]["signed_in"] is True
        await technician.post("/api/sign-out")
        assert (await technician.get("/api/hello"))[1]["signed_in"] is False
        assert (await technician.get("/api/wipe"))[0] == 401


async def test_the_cookie_is_for_this_page_alone(tmp_path: Path) -> None:
    async with page_of(StandingRobot(tmp_path)) as technician, browser() as other:
        headers = {"Origin": technician.address}
        async with other.post(
            f"{technician.address}/api/sign-in", json={"pin": PIN}, headers=headers
        ) as response:
            cookie = response.headers["Set-Cookie"]
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {
            part.strip() for part in cookie.split(";")
        }
        assert "Domain" not in cookie


async def test_wrong_pins_make_everybody_wait_also_for_the_right_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with page_of(StandingRobot(tmp_path)) as technician, browser() as stranger:
        other = Technician(stranger, technician.address)
        for number in range(FREE_TRIES):
            status, body = await other.post("/api/sign-in", {"pin": f"0000 000{number}"})
            assert (status, body["error"]) == (403, "wrong_pin")
        assert body["wait_s"] > 0
        status, body = await technician.post("/api/sign-in", {"pin": PIN})
        assert (status, body["error"]) == (429, "wait")
        assert (await technician.get("/api/hello"))[1]["wait_s"] > 0
    assert "0000" not in caplog.text
    assert "127.0.0.1" not in caplog.text


@pytest.mark.parametrize(
    "document", [None, [], {}, {"pin": 47110815}, {"pin": None}, {"pin": "x" * 1000}, "47110815"]
)
async def test_what_holds_no_pin_is_a_wrong_one(tmp_path: Path, document: object) -> None:
    async with page_of(StandingRobot(tmp_path)) as technician:
        assert (await technician.post("/api/sign-in", document))[0] == 403


async def test_other_pages_and_other_names_are_refused(tmp_path: Path) -> None:
    async with page_of(StandingRobot(tmp_path)) as technician:
        port = urlsplit(technician.address).port
        for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", f"localhost:{port}"):
            status, words = await technician.get("/", Host=host)
            assert (status, b"http://karlsson-kaethe.local" in words) == (421, True), host
        own = f"karlsson-kaethe.local:{port}"
        assert (await technician.get("/", Host=own))[0] == 200
        pin = {"pin": PIN}
        for headers in (
            {"Origin": "http://evil.example"},
            {"Origin": "null"},
            {"Origin": ""},
            {"Content-Type": "text/plain"},
            {"Content-Type": "application/x-www-form-urlencoded"},
        ):
            status, _ = await technician.ask("POST", "/api/sign-in", pin, headers)
            assert status == 403, headers
        assert (await technician.ask("PUT", "/api/sign-in", pin))[0] == 405


async def test_every_answer_forbids_what_the_page_does_not_need(tmp_path: Path) -> None:
    async with page_of(StandingRobot(tmp_path)) as technician, browser() as session:
        for path in ("/", "/page/page.js", "/api/hello", "/api/wipe", "/none"):
            async with session.get(technician.address + path) as response:
                assert "default-src 'none'" in response.headers["Content-Security-Policy"]
                assert response.headers["Cache-Control"] == "no-store"
                assert response.headers["Server"] == "karlsson"
                assert "Access-Control-Allow-Origin" not in response.headers


async def test_a_stranger_who_floods_keeps_no_technician_out(tmp_path: Path) -> None:
    async with page_of(StandingRobot(tmp_path)) as technician, browser() as stranger:
        await technician.signs_in()
        other = Technician(stranger, technician.address)
        asked = [(await other.get("/api/hello"))[0] for _ in range(REQUESTS_BURST * 2)]
        assert set(asked) == {200, 503}
        assert (await technician.get("/api/hello"))[0] == 200


async def test_bytes_that_are_no_request_are_refused_and_not_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with page_of(StandingRobot(tmp_path)) as technician:
        parts = urlsplit(technician.address)
        for data in (b"hello\r\n\r\n", b"GET /" + b"x" * 20000, b"\x16\x03\x01\x02\x00"):
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            try:
                writer.write(data)
                async with asyncio.timeout(WAIT_S):
                    assert (await reader.readline()).split()[1:2] == [b"400"]
            finally:
                writer.close()
        big = await technician.ask("POST", "/api/sign-in", {"pin": "1" * 5000})
        assert big[0] in (403, 413)
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []


async def test_who_opens_all_connections_and_says_nothing_is_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_server, "SWEEP_S", 0.01)
    monkeypatch.setattr(page_server, "IDLE_S", 0.2)
    async with page_of(StandingRobot(tmp_path)) as technician, asyncio.TaskGroup() as tasks:
        parts = urlsplit(technician.address)
        silent = [
            await asyncio.open_connection(parts.hostname, parts.port)
            for _ in range(MOST_CONNECTIONS + 1)
        ]
        try:
            assert (await technician.get("/api/hello"))[0] == 503
            sweeping = tasks.create_task(technician.server.sweep())
            async with asyncio.timeout(WAIT_S):
                for reader, _ in silent:
                    with contextlib.suppress(ConnectionError):
                        assert await reader.read() == b""
            assert (await technician.get("/api/hello"))[0] == 200
            sweeping.cancel()
        finally:
            for _, writer in silent:
                writer.close()
