"""`karlsson-robot update`: what is there, install it, and what happened."""

import argparse
import logging
import platform
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from bridge.process import file_words, logs
from bridge.process.config_file import ConfigError
from bridge.process.release_info import is_version, platform_of
from robot.caution.occupied import is_free
from robot.links import bridge_trust
from robot.settings import config as settings
from robot.settings.enrolment import EnrolmentFiles
from robot.update import words
from robot.update.errors import UpdateError
from robot.update.fetching import BridgeFetcher, Offers
from robot.update.installation import BASE, Installation
from robot.update.record import FOLDER, Records, UpdateRecord
from robot.update.units import Units
from robot.update.updating import Demand, RobotHere, Source, Updating

RUNTIME = Path("/run/karlsson-robot")
ROOT_BYTES = 500_000

GOOD = frozenset({"up_to_date", "available", "installed", "no_wave", "waits_for_wave"})
"""Ends of which nobody has to do anything."""

LATER = frozenset({"lesson", "school_hours", "busy"})
FAILED, WAITS = 1, 3
"""Exit codes: something has to be mended; it goes on by itself later."""


def run(
    given: argparse.Namespace,
    environment: Mapping[str, str],
    base: Path = BASE,
    folder: Path = FOLDER,
    runtime: Path = RUNTIME,
) -> int:
    """Do what was asked for; return 0, 1 if something has to be mended, 3 if it waits."""
    if given.by_itself or given.settle:
        logs.configure()
    else:
        logging.getLogger().addHandler(logging.NullHandler())  # what matters is printed below
    if given.version and not is_version(given.version):
        raise ConfigError(f"--version {given.version[:24]!r}: write one such as 1.4.0")
    records, installed = Records(folder), Installation(base)
    if given.settle:
        # Before any configuration is read: a mistake in it must not keep an old release away.
        updating = Updating(_here("", runtime), installed, records, Units())
        return _tell(given, updating.settle())
    loaded = settings.load(given.config, environment)
    if given.by_itself and not loaded.updates.enabled:
        return 0
    robot = loaded.robot.id or EnrolmentFiles(loaded.state_dir).record().robot
    updating = Updating(_here(robot, runtime), installed, records, Units())
    demand = Demand(not given.by_itself, given.now, given.version, given.check)
    return _tell(given, updating.run(demand, lambda: _offers(loaded, environment, folder, runtime)))


def _here(robot: str, runtime: Path) -> RobotHere:
    own = platform_of(platform.machine(), (sys.version_info.major, sys.version_info.minor))
    return RobotHere(robot, own, runtime, lambda: datetime.now().astimezone())


def _offers(
    loaded: settings.RobotConfig, environment: Mapping[str, str], folder: Path, runtime: Path
) -> Source:
    path = Path(loaded.updates.root)
    try:
        with path.open("rb") as file:
            root = file.read(ROOT_BYTES)
    except FileNotFoundError as error:
        raise UpdateError("no_root", path=str(path)) from error
    except OSError as error:
        what = file_words.of_file(path, error)
        raise UpdateError("disk", place=str(path), what=what) from error
    context = bridge_trust.relay_context(loaded.bridge, loaded.network.ca_file)
    outward = settings.outward_of(loaded.network, environment)
    fetcher = BridgeFetcher(
        loaded.bridge.url, context, outward, folder, is_free=lambda: is_free(runtime)
    )
    return Offers(fetcher, root, folder, path)


def _tell(given: argparse.Namespace, record: UpdateRecord) -> int:
    said = words.say(record.code, record.facts, given.lang) if record.code else ""
    if given.json:
        document = {"state": record, "text": said}
        sys.stdout.write(msgspec.json.encode(document).decode() + "\n")
    elif said and not (given.by_itself or given.settle):
        sys.stdout.write(said + "\n")
    if given.settle or record.code in GOOD:
        return 0
    if given.by_itself and record.code in LATER:
        return 0
    return WAITS if record.code in LATER else FAILED


def last(folder: Path = FOLDER, language: str = "de") -> str:
    """Return in words what happened last, for pages and lists; empty if nothing did."""
    record = Records(folder).read()
    return words.say(record.code, record.facts, language) if record.code else ""
