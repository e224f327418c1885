from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bridge.base.errors import BadRequest, BridgeError, NotKnown
from bridge.base.records import Robot
from bridge.commands.releases import import_releases, show_wave, start_wave, stop_wave
from bridge.store import Store
from technician.releases import key_files
from tests.bridge.ready import ready_store
from tests.technician.releases.makers import House, a_house


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with ready_store(tmp_path / "bridge.sqlite") as opened:
        for number in (1, 2):
            await opened.put_robot(Robot(f"karlsson-{number}", "K", f"{number}" * 43, 1))
        yield opened


@pytest.fixture
def made(tmp_path: Path) -> House:
    house = a_house(tmp_path / "made")
    house.release(tmp_path, "1.5.0")
    return house


@pytest.fixture
def folder(tmp_path: Path, made: House) -> str:
    import_releases(made.repository.folder, str(tmp_path / "here"), "")
    return str(tmp_path / "here")


def test_an_import_tells_what_came_and_what_is_missing(made: House, tmp_path: Path) -> None:
    here = str(tmp_path / "here")
    told = import_releases(made.repository.folder, here, "")
    assert told.text.splitlines()[0] == "1.5.0\tx86_64-py311"
    assert "New files: 4. Signed archives: 1." in told.text
    assert "releases.key_file is missing" in told.text
    with pytest.raises(BadRequest, match=r"releases\.folder: name a folder in bridge\.toml"):
        import_releases(made.repository.folder, "", "")


def test_with_the_bridges_key_the_list_is_signed_at_once(tmp_path: Path) -> None:
    house = a_house(tmp_path / "made")
    house.bridge = key_files.make(tmp_path / "bridge.pem", "")
    other = str(tmp_path / "bridge.pem")
    with pytest.raises(Exception, match="another key than the one that signs for this folder"):
        import_releases(house.repository.folder, str(tmp_path / "here"), other)


async def test_a_wave_is_started_shown_and_stopped(store: Store, folder: str) -> None:
    assert (await show_wave(store)).text == "No wave yet."
    started = await start_wave(store, folder, "1.5.0", "karlsson-2", 20, 100)
    assert "karlsson-2 takes 1.5.0 first" in started.text
    await store.put_carried("karlsson-2", "1.5.0", "", 200)
    await store.put_carried("karlsson-1", "1.4.0", "1.5.0", 200)
    shown = await show_wave(store)
    assert "one robot (first karlsson-2), runs. 1 of 1 have it, 1 fell back." in shown.text
    assert "karlsson-1\t1.4.0" in shown.text
    assert "fell back from 1.5.0" in shown.text
    stopped = await stop_wave(store, 300)
    assert "--instead-of" in stopped.text
    assert "stopped on" in (await show_wave(store)).text
    with pytest.raises(NotKnown, match="no wave runs"):
        await stop_wave(store, 400)


async def test_the_robot_that_was_heard_of_last_is_the_first(store: Store, folder: str) -> None:
    await store.put_carried("karlsson-2", "1.4.0", "", 200)
    await store.put_carried("karlsson-1", "1.4.0", "", 100)
    assert "karlsson-2 takes" in (await start_wave(store, folder, "1.5.0", "", 20, 300)).text


@pytest.mark.parametrize(
    ("version", "first", "soak_h", "words"),
    [
        ("newest", "", 20, "'newest': is no version"),
        ("1.6.0", "", 20, "is not on the list of this bridge, which has: 1.5.0"),
        ("1.5.0", "karlsson-9", 20, "--first karlsson-9: no robot is called so"),
        ("1.5.0", "", 0, "--soak-hours 0: more than 0"),
    ],
)
async def test_mistakes_are_told(
    store: Store, folder: str, version: str, first: str, soak_h: float, words: str
) -> None:
    with pytest.raises(BridgeError) as caught:
        await start_wave(store, folder, version, first, soak_h, 100)
    assert words in str(caught.value)
