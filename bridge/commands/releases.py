"""Commands about releases of the robots' software, and the waves in which robots take them."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bridge.base.errors import BadRequest, NotKnown
from bridge.base.records import Wave
from bridge.commands.result import CommandResult, when
from bridge.process.release_info import is_version
from bridge.releases.folder import Signed
from bridge.releases.importing import bring_in
from bridge.releases.timestamp import load_key, renew
from bridge.releases.waves import STAGES, standings
from bridge.store import Store

MOST_SOAK_H = 24.0 * 31
STAGE_WORDS = {"one": "one robot", "tenth": "10 %", "all": "all"}

NO_FOLDER = (
    "releases.folder: name a folder in bridge.toml, such as /var/lib/karlsson-bridge/releases"
)


def import_releases(source: Path, folder: str, key_file: str) -> CommandResult:
    """Take over a folder of releases, once everything in it was checked."""
    signed, count = bring_in(source, _folder(folder))
    now = datetime.now(UTC)
    if key_file:
        renew(_folder(folder), load_key(key_file), now)
    infos = sorted(signed.infos(), key=lambda one: (one.version, one.platform))
    lines = [f"{one.version}\t{one.platform}" for one in infos]
    lines.append(f"New files: {count}. Signed archives: {len(infos)}.")
    if expired := signed.expired(now):
        lines.append(
            f"Expired: {', '.join(expired)}; now: karlsson release renew, and import again."
        )
    if not key_file:
        lines.append("releases.key_file is missing: nobody says that this list is the newest one.")
    data = {
        "new_files": count,
        "releases": [{"version": one.version, "platform": one.platform} for one in infos],
        "expired": signed.expired(now),
    }
    return CommandResult(data, "\n".join(lines))


async def start_wave(
    store: Store, folder: str, version: str, first: str, soak_h: float, now: int
) -> CommandResult:
    """Begin a wave with one robot."""
    if not is_version(version):
        raise BadRequest(f"{version[:24]!r}: is no version; write one such as 1.4.0")
    if not 0 < soak_h <= MOST_SOAK_H:
        raise BadRequest(f"--soak-hours {soak_h:g}: more than 0, at most {MOST_SOAK_H:g}")
    listed = {info.version for info in Signed(_folder(folder)).infos()}
    if version not in listed:
        found = ", ".join(sorted(listed)) or "none"
        raise NotKnown(f"{version}: is not on the list of this bridge, which has: {found}")
    known = [robot.id for robot in await store.robots()]
    if not known:
        raise NotKnown("no robot is known here yet; `robot enrol` makes tokens for some")
    if first and first not in known:
        raise NotKnown(f"--first {first}: no robot is called so; `robot list` shows all")
    seen = await store.carried()
    newest = max(seen, key=lambda one: one.seen_at).robot_id if seen else known[0]
    robot = first or (newest if newest in known else known[0])
    wave = Wave(0, version, robot, STAGES[0], int(soak_h * 3600), now, now)
    made = await store.add_wave(wave)
    text = (
        f"Wave {made.id}: {robot} takes {version} first, within the next hours, yet not in school "
        f"hours. If it works there for {soak_h:g} hours, 10 % follow, then all.\n"
        "How it goes: karlsson-bridge wave show"
    )
    return CommandResult(_wave(made), text)


async def show_wave(store: Store) -> CommandResult:
    """Tell how the newest wave goes, and what each robot runs."""
    wave = await store.wave()
    robots = await store.carried()
    lines = []
    data: dict[str, Any] = {"wave": None, "robots": [asdict(one) for one in robots]}
    if wave is None:
        lines.append("No wave yet.")
    else:
        stands = standings(wave, robots)
        data["wave"] = _wave(wave) | {
            "members": stands.members,
            "running": stands.running,
            "fallen": list(stands.fallen),
        }
        state = f"stopped on {when(wave.stopped_at)}: {wave.why}" if wave.stopped_at else "runs"
        lines.append(
            f"Wave {wave.id}: {wave.version}, {STAGE_WORDS[wave.stage]} "
            f"(first {wave.first_robot}), {state}. {stands.running} of {stands.members} have it, "
            f"{len(stands.fallen)} fell back."
        )
    for one in robots:
        fell = f"\tfell back from {one.fell_back}" if one.fell_back else ""
        lines.append(f"{one.robot_id}\t{one.running}\tseen {when(one.seen_at)}{fell}")
    return CommandResult(data, "\n".join(lines))


async def stop_wave(store: Store, now: int) -> CommandResult:
    """Stop the wave that runs: robots that have the release keep it."""
    wave = await store.wave()
    if wave is None or wave.stopped_at is not None:
        raise NotKnown("no wave runs; `wave show` tells the newest one")
    stopped = await store.stop_wave(wave.id, now, "by hand")
    text = (
        f"Wave {wave.id} with {wave.version} is stopped. Robots that have it keep it; to lead them "
        "back, sign an older release for that (`karlsson release add --instead-of`) and start a "
        "wave with it."
    )
    return CommandResult(_wave(stopped), text)


def _folder(folder: str) -> Path:
    if not folder:
        raise BadRequest(NO_FOLDER)
    return Path(folder)


def _wave(wave: Wave) -> dict[str, Any]:
    return asdict(wave)
