"""Mistakes that are made on purpose: each has to be named, and its remedy has to work."""

import contextlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bridge.protocol.causes import WORDS, NetworkCause
from tests.ports import free_port
from tests.rehearsal import root, sheet
from tests.rehearsal.desk import ROOT, CommandFailed, run
from tests.rehearsal.report import Mistake
from tests.rehearsal.simulated_robot import RobotFailed, SimulatedRobot, last_line
from tests.rehearsal.stage import RehearsalStage, bridge_toml, serving

WRONG_LIST = 2
"""Exit code of `karlsson` for a mistake that a person has to correct."""

SHORT_PASSWORD = "kurz"
BEHIND = timedelta(days=1)
AHEAD = Path(__file__).with_name("ahead")
"""Folder with what sets the clock of one process forward."""


async def wrong_list(stage: RehearsalStage) -> Mistake:
    """Write a list with a password that is too short, and a serial number twice."""
    first, second = sheet.rows(2)
    first = (*first[:4], SHORT_PASSWORD, *first[5:])
    second = (second[0], first[1], *second[2:])
    sheet.write(stage.desk.folder / "falsch.xlsx", [first, second])
    out = stage.desk.folder / "falsch"
    command = (*_prepare("falsch.xlsx", stage.url), "--out", "falsch")
    said, seen = [
        await run(
            (*command, *more), folder=stage.desk.folder, codes=(WRONG_LIST,), colours=not more
        )
        for more in (("--json",), ())
    ]
    stage.pictures.terminal("wrong-list", "Laptop", seen)
    wrong = [one for one in said.document["remarks"] if one["weight"] == "wrong"]
    told = "; ".join(f"{one['where']}: {one['what']}; {one['remedy']}" for one in wrong)
    missing = [text for text in ("Roboter", "WLAN-Passwort", "serial number") if text not in told]
    failed = f"{missing[0]} is not named" if missing else ""
    if out.exists():
        failed = "something was written"
    return Mistake("a wrong list", "-", told, remedy="nothing was written", failed=failed)


async def copied_card(stage: RehearsalStage) -> Mistake:
    """Put a copy of a robot's card, which was never started, into another robot."""
    robot = stage.robots[0]
    copy = _booted(stage, stage.cards / robot.id, f"{robot.id}-kopie")
    async with _switched_on(copy):
        said = await _says(copy, "token_used")
        remedy = await _enrolled_anew(stage, copy)
    told = _log(stage, "used before")
    return Mistake("a card copied before its first start", copy.id, said, told, remedy)


async def twin(stage: RehearsalStage) -> Mistake:
    """Copy the card of a robot that runs, and start the copy in another robot."""
    robot = stage.robots[-1]
    copy = SimulatedRobot(
        f"{robot.id}-zwilling",
        root.copied(robot.root, stage.folder / "r" / f"{robot.id}-zwilling"),
        stage.tasks,
    )
    async with _switched_on(copy):
        said = await _says(copy, "twin")
        stays = robot.last_words("same key")
        remedy = await _enrolled_anew(stage, copy)
        await copy.start_agent()
    told = _log(stage, f"two robots use the key of robot {robot.id}")
    failed = "" if stays and told else "the bridge or the robot that stays says nothing"
    return Mistake("a card copied afterwards", copy.id, said, told, remedy, failed)


async def expired_token(stage: RehearsalStage) -> Mistake:
    """Start a robot whose token was made too long ago."""
    name = "spaet"
    await _prepare_one(stage, "Spaet", stage.url, days="0.00001")
    robot = _booted(stage, stage.desk.folder / f"{name}-karten" / name, name)
    async with _switched_on(robot):
        said = await _says(robot, "token_expired")
        remedy = await _enrolled_anew(stage, robot)
    told = _log(stage, "too old")
    return Mistake("a token that is too old", robot.id, said, told, remedy)


async def wrong_clock(stage: RehearsalStage) -> Mistake:
    """Start a robot whose clock is behind: beside a bridge that is a day ahead of this computer,
    with a certificate that is not valid here yet."""
    port = free_port()
    url, name = f"https://localhost:{port}", "gestern"
    tomorrow = (datetime.now(UTC) + BEHIND - timedelta(hours=1)).isoformat()
    config = stage.desk.folder / "tomorrow.toml"
    config.write_text(bridge_toml(stage.folder, port, url, "tomorrow", tomorrow), encoding="utf-8")
    log = stage.folder / "tomorrow.log"
    certificate = stage.folder / "tomorrow-tls/tls.crt"
    ahead = {"PYTHONPATH": f"{AHEAD}:{ROOT}", "KARLSSON_CLOCK_AHEAD_S": str(BEHIND.total_seconds())}
    async with serving(config, stage.folder, log, stage.tasks, ahead):
        await _prepare_one(stage, "Gestern", url, config, certificate)
        robot = _booted(stage, stage.desk.folder / f"{name}-karten" / name, name)
        async with _switched_on(robot):
            await robot.start_agent("clock is")
            await robot.stop_agent()
            said = robot.last_words("clock is")
            checks = (await robot.doctor("--gentle", "--json", "--lang", "en")).document["checks"]
    (found,) = (one for one in checks if one["check"] == "clock_offset")
    failed = "" if found["outcome"] == "failed" and found["remedy"] else "the doctor is content"
    remedy = f"doctor: {found['text']}; {found['remedy']}"
    return Mistake("a clock that is a day behind", robot.id, said, "", remedy, failed)


# ---- small things


def _prepare(list_name: str, url: str) -> tuple[str, ...]:
    return ("karlsson", "card", "prepare", "--list", list_name, "--bridge", url, "--no-login")


async def _prepare_one(
    stage: RehearsalStage,
    name: str,
    url: str,
    config: Path | None = None,
    ca: Path | None = None,
    days: str = "30",
) -> None:
    """Write a card for one more robot, with a token of its own."""
    folder, low = stage.desk.folder, name.lower()
    sheet.write(folder / f"{low}.xlsx", [(name, "", *sheet.rows(1)[0][2:])])
    bridge = config or stage.desk.bridge_config
    made = await run(
        ("karlsson-bridge", "robot", "enrol", "--json", "--days", days, name, "--config", bridge),
        folder=folder,
    )
    (folder / f"{low}.json").write_text(made.out, encoding="utf-8")
    await run(
        (
            *_prepare(f"{low}.xlsx", url),
            *("--tokens", f"{low}.json", "--out", f"{low}-karten"),
            *(("--ca", str(ca)) if ca else ()),
        ),
        folder=folder,
    )


def _booted(stage: RehearsalStage, card: Path, name: str) -> SimulatedRobot:
    robot_root = root.boot(card, stage.folder / "r" / name)
    return SimulatedRobot(name, robot_root, stage.tasks)


@contextlib.asynccontextmanager
async def _switched_on(robot: SimulatedRobot) -> AsyncIterator[None]:
    await robot.switch_on()
    try:
        yield
    finally:
        await robot.switch_off()


async def _says(robot: SimulatedRobot, cause: NetworkCause) -> str:
    """Start the agent, and return its words once its status names this cause."""
    await robot.start_agent(WORDS[cause])
    await robot.stop_agent()
    return robot.last_words(re.escape(WORDS[cause]))


async def _enrolled_anew(stage: RehearsalStage, robot: SimulatedRobot) -> str:
    """Do what the remedy says: make a token under a name of its own, and type it on the robot."""
    made = await stage.desk.bridge("robot", "enrol", "--json", robot.id)
    said = await robot.enrol(made.document[0]["token"])
    return f"with a token of its own: {said.out.strip()}"


def _log(stage: RehearsalStage, pattern: str) -> str:
    return last_line(stage.bridge_log, pattern)


MISTAKES: Mapping[str, Callable[[RehearsalStage], Awaitable[Mistake]]] = {
    "a wrong list": wrong_list,
    "a card copied before its first start": copied_card,
    "a card copied afterwards": twin,
    "a token that is too old": expired_token,
    "a clock that is a day behind": wrong_clock,
}


async def make(stage: RehearsalStage, names: Iterable[str] = MISTAKES) -> list[Mistake]:
    """Make these mistakes, one after the other."""
    made = []
    for name in names:
        try:
            made.append(await MISTAKES[name](stage))
        except (RobotFailed, CommandFailed) as error:
            made.append(Mistake(name, "-", "", failed=str(error)))
    return made
