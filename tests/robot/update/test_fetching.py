"""Real metadata and archives from a real bridge, also wrong ones."""

import asyncio
import os
import ssl
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tuf.ngclient._internal import trusted_metadata_set

from bridge.base.clock import Clock
from bridge.config import BridgeConfig, ReleasesSection
from bridge.releases import timestamp
from bridge.serving import listening
from bridge.store import open_store
from robot.media.types.outward import Outward
from robot.update.errors import UpdateError
from robot.update.fetching import BridgeFetcher, Offers
from tests.bridge.people import house_config
from tests.bridge.ready import make_ready
from tests.technician.releases.makers import House, a_house

ROOT = Path("/etc/karlsson/release-root.json")


class Robot:
    """A robot's side: each look begins anew, as a process does."""

    def __init__(self, place: Path, root: bytes) -> None:
        self.folder = place / "robot"
        self.folder.mkdir()
        self.root = root
        self.url = ""
        self.unix_s = time.time

    def offers(self) -> Offers:
        context = ssl.create_default_context()
        fetcher = BridgeFetcher(self.url, context, Outward(), self.folder, self.unix_s)
        return Offers(fetcher, self.root, self.folder, ROOT)

    async def look(self) -> list[str]:
        listed = await asyncio.to_thread(lambda: self.offers().listed())
        return [info.version for info in listed]

    async def fetch(self) -> bytes:
        def fetched() -> bytes:
            offers = self.offers()
            (info,) = offers.listed()
            return offers.fetch(info).read_bytes()

        return await asyncio.to_thread(fetched)

    async def refusal(self, what: Callable[[], Any]) -> UpdateError:
        with pytest.raises(UpdateError) as caught:
            await what()
        return caught.value


@pytest.fixture
def made(tmp_path: Path) -> House:
    house = a_house(tmp_path / "releases")
    house.release(tmp_path, "1.5.0")
    stamp(house)
    return house


def stamp(house: House, now: datetime | None = None) -> None:
    timestamp.renew(house.repository.folder, house.bridge, now or datetime.now(UTC))


@asynccontextmanager
async def serving(place: Path, folder: Path) -> AsyncIterator[int]:
    config: BridgeConfig = house_config(place)
    config = msgspec.structs.replace(config, releases=ReleasesSection(str(folder)))
    await make_ready(config.storage.url)
    async with open_store(config.storage.url) as store, listening(config, store, Clock()) as port:
        yield port


@pytest.fixture
async def robot(tmp_path: Path, made: House) -> AsyncIterator[Robot]:
    here = Robot(tmp_path, made.repository.root_bytes())
    async with serving(tmp_path, made.repository.folder) as port:
        here.url = f"ws://127.0.0.1:{port}/signal"
        yield here


def archive(house: House) -> Path:
    (found,) = (house.repository.folder / "targets" / "1.5.0").iterdir()
    return found


def metadata(house: House, name: str) -> Path:
    return house.repository.folder / "metadata" / name


async def test_what_two_people_signed_is_fetched(robot: Robot, made: House) -> None:
    assert await robot.look() == ["1.5.0"]
    assert await robot.fetch() == archive(made).read_bytes()
    # What is here is not fetched again.
    archive(made).rename(archive(made).with_suffix(".away"))
    assert await robot.fetch()


async def test_whoever_comes_in_has_the_line_for_itself(robot: Robot) -> None:
    def fetched() -> None:
        offers = robot.offers()
        (info,) = offers.listed()
        offers._fetcher._is_free = lambda: False
        offers.fetch(info)

    error = await robot.refusal(lambda: asyncio.to_thread(fetched))
    assert (error.code, error.facts) == ("lesson", {"version": "1.5.0"})
    assert await robot.fetch()


async def test_a_new_list_and_a_new_root_are_followed(
    robot: Robot, made: House, tmp_path: Path
) -> None:
    assert await robot.look() == ["1.5.0"]
    now = datetime.now(UTC)
    made.repository.renew(now)
    for person in made.people[1:]:
        made.repository.sign(person, now)
    made.release(tmp_path, "1.6.0")
    stamp(made)
    assert sorted(await robot.look()) == ["1.5.0", "1.6.0"]


async def test_an_archive_that_was_changed_or_cut_off_is_not_taken(
    robot: Robot, made: House
) -> None:
    path = archive(made)
    good = path.read_bytes()
    path.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    assert (await robot.refusal(robot.fetch)).code == "tampered"
    for other in (good[:-1], b"", good + b"more"):
        path.write_bytes(other)
        error = await robot.refusal(robot.fetch)
        assert (error.code, error.facts["name"]) == ("truncated", "1.5.0.tar.xz")
    path.unlink()
    assert (await robot.refusal(robot.fetch)).code == "truncated"
    assert list((robot.folder / "archives").iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        "2.targets.json",
        pytest.param("2.snapshot.json", marks=pytest.mark.thorough),
        pytest.param("timestamp.json", marks=pytest.mark.thorough),
    ],
)
async def test_metadata_that_were_changed_or_cut_off_are_not_believed(
    robot: Robot, made: House, name: str
) -> None:
    path = metadata(made, name)
    good = path.read_bytes()
    path.write_bytes(good.replace(b"1.5.0", b"1.5.1").replace(b'"length":', b'"length":1'))
    first = await robot.refusal(robot.look)
    path.write_bytes(good[: len(good) // 2])
    second = await robot.refusal(robot.look)
    assert {first.code, second.code} <= {"tampered", "truncated"}
    path.write_bytes(good)
    assert await robot.look() == ["1.5.0"]


async def test_a_strangers_list_is_not_believed(robot: Robot, made: House, tmp_path: Path) -> None:
    other = a_house(tmp_path / "other")
    robot.root = other.repository.root_bytes()
    error = await robot.refusal(robot.look)
    assert error.code == "tampered"


async def test_an_older_list_than_before_is_not_believed(
    robot: Robot, made: House, tmp_path: Path
) -> None:
    old = {path.name: path.read_bytes() for path in metadata(made, "").iterdir()}
    made.release(tmp_path, "1.6.0")
    stamp(made)
    assert len(await robot.look()) == 2
    for name, data in old.items():
        metadata(made, name).write_bytes(data)
    error = await robot.refusal(robot.look)
    assert error.code == "rolled_back"


async def test_what_has_expired_is_named(robot: Robot, made: House) -> None:
    metadata(made, "timestamp.json").unlink()
    stamp(made, datetime.now(UTC) - timedelta(days=8))
    error = await robot.refusal(robot.look)
    assert (error.code, error.facts["name"]) == ("expired", "timestamp")


@pytest.mark.parametrize("years", [pytest.param(-3, marks=pytest.mark.thorough), 3])
async def test_a_clock_that_is_wrong_by_years_is_named(
    robot: Robot, years: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    off_s = years * 365.25 * 86400

    class Wrong(datetime):
        """The robot's own clock, as the library reads it."""

        @classmethod
        def now(cls, tz: Any = None) -> "Wrong":
            return cls.fromtimestamp(time.time() + off_s, tz)

    class Module:
        """The part of `datetime` that the library uses."""

        datetime = Wrong
        timezone = timezone

    monkeypatch.setattr(trusted_metadata_set, "datetime", Module)
    robot.unix_s = lambda: time.time() + off_s
    error = await robot.refusal(robot.look)
    assert error.code == "clock"
    assert abs(int(error.facts["own"][:4]) - int(error.facts["bridge"][:4])) >= 2


async def test_a_damaged_or_missing_root_is_named(robot: Robot) -> None:
    for root in (b"", b"{}", robot.root[:100]):
        robot.root = root
        error = await robot.refusal(robot.look)
        assert (error.code, error.facts["path"]) == ("bad_root", str(ROOT))


async def test_a_bridge_without_releases_is_named(tmp_path: Path, made: House) -> None:
    here = Robot(tmp_path, made.repository.root_bytes())
    async with serving(tmp_path, tmp_path / "nowhere") as port:
        here.url = f"ws://127.0.0.1:{port}/signal"
        assert (await here.refusal(here.look)).code == "no_releases"
        assert await asyncio.to_thread(lambda: here.offers().wave()) is None
    assert (await here.refusal(here.look)).code == "no_bridge"


async def test_what_a_cut_left_of_the_list_is_fetched_anew(robot: Robot) -> None:
    assert await robot.look() == ["1.5.0"]
    for path in (robot.folder / "metadata").rglob("*.json"):
        if not path.is_symlink():
            os.truncate(path, 0)
    assert await robot.look() == ["1.5.0"]
