from pathlib import Path

import pytest
from aiohttp import web

from robot.links.connectivity import STATES, ask_system, named_portal


def bus(folder: Path, prints: str) -> str:
    """Return a program that answers as systemd's `busctl` does."""
    path = folder / "busctl"
    path.write_text(f"#!/bin/sh\nprintf '%s' '{prints}'\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize("number", range(len(STATES)))
async def test_network_manager_is_asked(tmp_path: Path, number: int) -> None:
    program = bus(tmp_path, f'{{"type":"u","data":{number}}}')
    assert await ask_system(program, tmp_path / "links") == STATES[number]


@pytest.mark.parametrize("said", ["", "[]", '{"data":"canary"}', '{"data":9}', '{"data":-1}'])
async def test_what_cannot_be_read_is_not_known(tmp_path: Path, said: str) -> None:
    assert await ask_system(bus(tmp_path, said), tmp_path / "links") == "unknown"


async def test_without_the_program_nothing_is_known(tmp_path: Path) -> None:
    assert await ask_system(str(tmp_path / "nothing"), tmp_path / "links") == "unknown"


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ('{"captive": true, "user-portal-url": "https://p.example"}', "portal"),
        ('{"captive": false}', "full"),
        ("<html>", "full"),
        ("x" * 100_000, "full"),
    ],
)
async def test_a_portal_that_the_network_names_is_asked(
    tmp_path: Path, answer: str, state: str
) -> None:
    async def tell(request: web.Request) -> web.Response:
        assert request.headers["Accept"] == "application/captive+json"
        return web.Response(text=answer, content_type="application/captive+json")

    app = web.Application()
    app.router.add_get("/api", tell)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    links = tmp_path / "links"
    links.mkdir()
    (links / "2").write_text("ADMIN_STATE=configured\n")
    assert named_portal(links) == ""
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/api"
    (links / "3").write_text(f"# networkd\nCAPTIVE_PORTAL={address}\nDNS=192.0.2.1\n")
    assert named_portal(links) == address
    program = bus(tmp_path, '{"type":"u","data":4}')
    assert await ask_system(program, links) == state
    await runner.cleanup()
    assert await ask_system(program, links) == "full"
