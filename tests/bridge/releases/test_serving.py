"""Releases as the bridge hands them out, at a real socket."""

import logging
from pathlib import Path

import msgspec
import pytest

from bridge.base.records import Wave
from bridge.config import BridgeConfig, ReleasesSection
from bridge.process.release_info import WaveOffer, is_in
from bridge.protocol.openings import WelcomeRobot, WelcomeTeacher
from bridge.protocol.presence import ReleaseState, Snapshot
from bridge.protocol.signaling import Ping, Pong
from bridge.releases import serving
from bridge.releases.serving import Releases
from bridge.store import open_store
from technician.releases import key_files
from tests.bridge.people import House as Bridge
from tests.bridge.people import TurnedClock, open_house, snapshot
from tests.technician.releases.makers import House


def offering(config: BridgeConfig, folder: Path, key: str = "") -> BridgeConfig:
    return msgspec.structs.replace(config, releases=ReleasesSection(str(folder), key))


async def get(bridge: Bridge, path: str, **headers: str) -> tuple[int, bytes]:
    async with bridge.http.get(f"{bridge.url}/releases/{path}", headers=headers) as answer:
        return answer.status, await answer.read()


async def test_what_is_signed_is_handed_out_byte_by_byte(
    config: BridgeConfig, made: House, caplog: pytest.LogCaptureFixture
) -> None:
    folder = made.repository.folder
    async with open_house(offering(config, folder)) as bridge:
        for name in ("1.root.json", "2.targets.json", "2.snapshot.json"):
            data = (folder / "metadata" / name).read_bytes()
            assert await get(bridge, f"metadata/{name}") == (200, data)
        (archive,) = (folder / "targets").rglob("*.tar.xz")
        path = str(archive.relative_to(folder))
        assert await get(bridge, path) == (200, archive.read_bytes())
        # A line that broke may go on where it was.
        status, rest = await get(bridge, path, Range="bytes=10-")
        assert (status, rest) == (206, archive.read_bytes()[10:])
    assert caplog.text == ""


async def test_nothing_else_is_handed_out(
    config: BridgeConfig, made: House, tmp_path: Path
) -> None:
    folder = made.repository.folder
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (folder / "metadata" / "9.root.json").symlink_to(tmp_path / "secret")
    (folder / "metadata" / "keys.pem").write_text("secret", encoding="utf-8")
    async with open_house(offering(config, folder)) as bridge:
        for path in (
            "metadata/9.root.json",
            "metadata/keys.pem",
            "metadata/",
            "metadata/..%2f..%2fsecret",
            "targets/..%2f..%2fsecret",
            "targets/1.5.0/",
            "waiting/2.targets.json",
            "wave.json",
        ):
            status, body = await get(bridge, path)
            assert status == 404, path
            assert b"secret" not in body


async def test_a_bridge_without_releases_has_none(config: BridgeConfig) -> None:
    async with open_house(config) as bridge:
        assert (await get(bridge, "metadata/timestamp.json"))[0] == 404
        assert (await get(bridge, "wave.json"))[0] == 404


async def test_too_many_requests_and_archives_at_once_are_turned_away(
    config: BridgeConfig, made: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "PER_MINUTE", 4)
    monkeypatch.setattr(serving, "ARCHIVES_AT_ONCE", 0)
    folder = made.repository.folder
    (archive,) = (folder / "targets").rglob("*.tar.xz")
    async with open_house(offering(config, folder)) as bridge:
        assert (await get(bridge, str(archive.relative_to(folder))))[0] == 503
        statuses = [(await get(bridge, "metadata/1.root.json"))[0] for _ in range(4)]
        assert statuses == [200, 200, 200, 429]


async def test_the_clockwork_signs_and_lets_a_wave_grow_and_stop(
    config: BridgeConfig, made: House, caplog: pytest.LogCaptureFixture
) -> None:
    clock = TurnedClock()
    async with open_store(config.storage.url) as store:
        releases = Releases(made.repository.folder, made.bridge, store, clock)
        await releases.turn()
        assert (made.repository.folder / "metadata" / "timestamp.json").exists()
        begun = int(clock.unix_s())
        await store.add_wave(Wave(0, "1.5.0", "karlsson-3", "one", 3600, begun, begun))
        await releases.turn()
        assert offered(releases).share_percent == 0
        assert is_in(offered(releases), "karlsson-3")
        await store.put_carried("karlsson-3", "1.5.0", "", begun)
        clock.now_s += 3600
        await releases.turn()
        assert offered(releases).share_percent == 10
        await store.put_carried("karlsson-9", "1.4.0", "1.5.0", begun + 10)
        with caplog.at_level(logging.ERROR):
            await releases.turn()
        assert "wave 1 with 1.5.0 stopped by itself: 1 fell back: karlsson-9" in caplog.text
        assert releases._offer is None


def offered(releases: Releases) -> WaveOffer:
    assert releases._offer is not None
    return releases._offer


async def test_a_fault_is_told_once(
    config: BridgeConfig, made: House, caplog: pytest.LogCaptureFixture
) -> None:
    (made.repository.folder / "metadata" / "1.root.json").write_text("{", encoding="utf-8")
    async with open_store(config.storage.url) as store:
        releases = Releases(made.repository.folder, made.bridge, store, TurnedClock())
        for _ in range(3):
            await releases.turn()
    assert caplog.text.count("is damaged or cut off") == 1


async def test_the_bridge_serves_with_a_key_from_a_file(
    config: BridgeConfig, made: House, tmp_path: Path
) -> None:
    key_files.make(tmp_path / "other.pem", "")
    served = offering(config, made.repository.folder, str(tmp_path / "other.pem"))
    async with open_house(served) as bridge:
        # Another bridge's key: told in the log, and everything else goes on.
        assert (await get(bridge, "metadata/1.root.json"))[0] == 200
        assert (await get(bridge, "metadata/timestamp.json"))[0] == 404


async def test_what_a_robot_tells_is_kept_and_told_to_nobody(house: Bridge) -> None:
    async with house.robot_link() as robot:
        await robot.hear(WelcomeRobot)
        async with house.teacher() as teacher:
            await teacher.hear(WelcomeTeacher)
            for number in range(1, 10):
                told = ReleaseState("1.4.0", "1.5.0" if number > 1 else "")
                await robot.say(snapshot(None, number, release=told))
            shown = await teacher.hear(Snapshot)
            assert b"release" not in msgspec.json.encode(shown)
            await robot.say(Ping())
            await robot.hear(Pong)
    (kept,) = await house.store.carried()
    assert (kept.robot_id, kept.running, kept.fell_back) == ("karlsson-1", "1.4.0", "1.5.0")
