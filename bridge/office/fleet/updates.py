"""Waves of updates: what runs where, and the next release step by step."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated, NamedTuple

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Declined, Words
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.protocol.fields import RobotId
from bridge.releases.folder import ReleasesError, Signed
from bridge.releases.waves import SOAK_H, standings

STAGE_WORDS: dict[str, Words] = {
    "one": Words("ein Roboter", "one robot"),
    "tenth": Words("10 %", "10 %"),
    "all": Words("alle", "all"),
}
NO_RELEASES = Words(
    "Diese Brücke bietet keine Updates an ([releases] in bridge.toml).",
    "This bridge offers no updates ([releases] in bridge.toml).",
)
NOT_LISTED = Words(
    "Diese Version steht nicht auf der Liste dieser Brücke.",
    "This version is not on the list of this bridge.",
)


class OfferedReleases(NamedTuple):
    """Releases of the bridge's folder.

    Args:
        trouble: Why they cannot be read, for technicians.
        expired: Parts of the list that have expired.
    """

    versions: tuple[str, ...] = ()
    trouble: str = ""
    expired: tuple[str, ...] = ()


class WaveFields(Fields, frozen=True, kw_only=True):
    """A new wave."""

    version: Annotated[str, Meta(min_length=1, max_length=24)]
    first: RobotId
    soak_h: Annotated[int, Meta(ge=1, le=24 * 31)] = int(SOAK_H)


async def _show(ask: Ask) -> web.StreamResponse:
    wave = await ask.desk.store.wave()
    robots = await ask.desk.store.robots()
    carried = {one.robot_id: one for one in await ask.desk.store.carried()}
    told = [carried[robot.id] for robot in robots if robot.id in carried]
    newest = max(told, key=lambda one: one.seen_at).robot_id if told else ""
    return ask.page(
        "fleet/templates/updates.html",
        tab="updates",
        wave=wave,
        stage=STAGE_WORDS[wave.stage] if wave else None,
        stands=standings(wave, told) if wave else None,
        robots=[(robot, carried.get(robot.id)) for robot in robots],
        newest=newest,
        offered=await _offered(ask),
        offers=ask.desk.outside.releases.folder is not None,
        no_releases=NO_RELEASES,
        soak_h=int(SOAK_H),
    )


async def _begin(ask: Ask) -> web.StreamResponse:
    fields = ask.form(WaveFields)
    if fields.version not in (await _offered(ask)).versions:
        raise Declined(NOT_LISTED, "version")
    await ask.desk.register.begin_wave(
        ask.member, fields.version, fields.first, fields.soak_h * 3600
    )
    await ask.desk.outside.releases.turn()
    return ask.go("/office/fleet/updates")


async def _stop(ask: Ask) -> web.StreamResponse:
    await ask.desk.register.halt_wave(ask.member, ask.number("wave"))
    await ask.desk.outside.releases.turn()
    return ask.go("/office/fleet/updates")


async def _offered(ask: Ask) -> OfferedReleases:
    folder = ask.desk.outside.releases.folder
    if folder is None:
        return OfferedReleases()
    now = datetime.fromtimestamp(ask.desk.clock.unix_s(), UTC)

    def read() -> OfferedReleases:
        try:
            signed = Signed(folder)
        except ReleasesError as error:
            return OfferedReleases(trouble=str(error))
        versions = {one.version for one in signed.infos()}
        newest_first = sorted(versions, key=_by_number, reverse=True)
        return OfferedReleases(tuple(newest_first), "", tuple(signed.expired(now)))

    return await asyncio.to_thread(read)


def _by_number(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))


ROUTES = (
    OfficeRoute("GET", "/office/fleet/updates", _show, "run_fleet"),
    OfficeRoute("POST", "/office/fleet/updates", _begin, "run_fleet", fields=WaveFields),
    OfficeRoute("POST", r"/office/fleet/updates/{wave:\d{1,9}}/stop", _stop, "run_fleet"),
)
