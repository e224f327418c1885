"""Rules, hooks and fixtures of every test."""

import gc
import inspect
import logging
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import expect
from xdist.scheduler import LoadScopeScheduling

# This machine may be busy: speed is a matter of the benchmarks. In CI the examples are the same
# each time, so that a change is judged by what it changed.
settings.register_profile(
    "karlsson",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("brief", settings.get_profile("karlsson"), max_examples=30)
settings.load_profile("karlsson")

EXPECT_TIMEOUT_MS = 45_000
"""Timeout that tells a page that hangs from a busy machine; speed is left to the benchmarks."""

expect.set_options(timeout=EXPECT_TIMEOUT_MS)

HERE = Path(__file__).parent

LOGGERS = ("robot", "bridge", "hardware", "aioice", "aiortc", "aiohttp.websocket")
"""Loggers that `bridge.process.logs` gives a level."""

WAITING = ("end_to_end", "systemd")
"""Folders whose tests wait most of the time, with a robot and a browser at work meanwhile."""

PROMPT = (*WAITING, "hardware", "robot/call", "robot/media/devices", "robot/media/echo")
"""Folders whose tests keep their place where others want the processor: in lessons a browser waits
for a robot, on a bus an emulated servo has milliseconds to answer, a call is given up after
seconds, and so is a sound card that is silent."""

LANES = 2
"""Number of workers that begin with `WAITING`. With three lessons at once each takes so long that
it costs more of the processor than it leaves waiting."""

FIRST = ("fuzz", *WAITING, "robot", "hardware", "pupil_app", "netlab")
"""Folders with modules that take long: begun last, they would make the whole run longer. Robot and
body wait at times: best while lessons compute."""

LONG = ("fuzz", "bench")
MANY_EXAMPLES = 100
"""Hypothesis' own number; more make a property long."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what `--quick` leaves out, and put first what takes long."""
    for item in items:
        folder = _folder(item.nodeid)
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
        fixtures = getattr(item, "fixturenames", ())
        database = "postgresql_server" in fixtures
        # A bridge, an agent or a store at work: a tenth of the tests, and half of their time.
        works = "tmp_path" in fixtures and inspect.iscoroutinefunction(getattr(item, "obj", None))
        if database or works or folder in LONG or _examples(item) > MANY_EXAMPLES:
            item.add_marker("long")
    if hasattr(config, "workerinput"):
        turns = {folder: turn for turn, folder in enumerate(FIRST)}
        items.sort(key=lambda item: turns.get(_folder(item.nodeid), len(turns)))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let `PROMPT` go first where others want the processor."""
    is_prompt = item.nodeid.startswith(tuple(f"tests/{folder}/" for folder in PROMPT))
    policy = os.SCHED_OTHER if is_prompt else os.SCHED_BATCH
    if os.sched_getscheduler(0) != policy:
        os.sched_setscheduler(0, policy, os.sched_param(0))


def pytest_collection() -> None:
    """Keep the collector away while modules are imported: nothing of them is thrown away."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Keep the collector away from what was imported: tests that collect would take seconds."""
    gc.enable()
    gc.collect()
    gc.freeze()


def _folder(nodeid: str) -> str:
    """Return the folder below `tests`, or the module."""
    return PurePosixPath(nodeid.partition("::")[0]).parts[1]


def _examples(item: pytest.Item) -> int:
    wanted = getattr(getattr(item, "obj", None), "_hypothesis_internal_use_settings", None)
    return wanted.max_examples if isinstance(wanted, settings) else 0


class Lanes(LoadScopeScheduling):  # type: ignore[misc]  # xdist carries no types
    """Gives each worker whole modules; those of `WAITING` go to a few workers first."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0]

    def _assign_work_unit(self, node: Any) -> None:
        waits = self.nodes.index(node) < LANES
        meant = (module for module in self.workqueue if (_folder(module) in WAITING) == waits)
        module = next(meant, next(iter(self.workqueue)))
        self.workqueue.move_to_end(module, last=False)
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Let the workers keep a module together, in the order of `FIRST`."""
    config.option.loadscopereorder = False
    return Lanes(config, log)


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """Put handlers and levels back: a process that a test runs in this one sets up its own.

    Its limit of lines of one kind would hold for all tests that follow.
    """
    root = logging.getLogger()
    loggers = [root, *(logging.getLogger(name) for name in LOGGERS)]
    handlers, levels = root.handlers[:], [logger.level for logger in loggers]
    yield
    root.handlers[:] = handlers
    for logger, level in zip(loggers, levels, strict=True):
        if logger.level != level:
            logger.setLevel(level)


@pytest.fixture
def short_path() -> Iterator[Path]:
    """Return a folder whose name leaves room for sockets: 107 bytes are all that one may have."""
    with tempfile.TemporaryDirectory(prefix="k-") as folder:
        yield Path(folder)
