"""The set-up's hands on a real robot: commands, services, doctor, lights and sound."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from robot.doctor.body_visit import visited
from robot.doctor.examine import DoctorOptions, config_good, examine
from robot.doctor.findings import NAMES, Finding, Language
from robot.doctor.table import PLAIN_WIDTH, show
from robot.presence.signals import LIT
from robot.settings.config import RobotConfig
from robot.setup import body_process, record
from robot.setup.guide import LATER, SaidName
from robot.setup.name_aloud import name_aloud
from robot.setup.record import SetupRecord

ROBOT = (sys.executable, "-I", "-m", "robot")
SERVICE_S = 60.0


class RobotHands:
    """Hands on this robot.

    Args:
        config: robot.toml as loaded.
        config_path: Its path.
        environment: As of the process.
        language: Of the texts.
    """

    def __init__(
        self,
        config: RobotConfig,
        config_path: Path,
        environment: Mapping[str, str],
        language: Language,
    ) -> None:
        self._config = config
        self._config_path = config_path
        self._environment = environment
        self._language = language

    def is_root(self) -> bool:
        """Return whether this user may write to /etc/karlsson and stop services."""
        return os.geteuid() == 0

    def is_somebody_in(self) -> bool:
        """Return whether the body's light says that a child is in."""
        return asyncio.run(_is_lit(Path(self._config.body.socket)))

    def say(self, text: str) -> None:
        """Print a line."""
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    def ask(self, question: str) -> str:
        """Return what somebody types; the word for later where nobody can."""
        if not sys.stdin.isatty():
            return LATER[0]
        try:
            return input(question)
        except EOFError:
            self.say("")
            return LATER[0]

    def body(self, arguments: Sequence[str]) -> int:
        """Run `karlsson-body` at this terminal."""
        return body_process.run_body(arguments)

    def enrol(self) -> int:
        """Run `karlsson-robot enrol` at this terminal, where somebody can type."""
        if not sys.stdin.isatty():
            return 1
        return body_process.run_body(("enrol", "--config", str(self._config_path)), ROBOT)

    def service(self, verb: str, unit: str) -> bool:
        """Start or stop a unit; False without systemd, or where it refuses."""
        program = shutil.which("systemctl")
        if program is None or not Path("/run/systemd/system").is_dir():
            return False
        try:
            done = subprocess.run([program, verb, unit], check=False, timeout=SERVICE_S)
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0

    def examine(self) -> list[Finding]:
        """Run every check of the doctor, and show it."""
        progress = Console(stderr=True, quiet=not sys.stderr.isatty())
        console = Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH)
        options = DoctorOptions(gentle=False, environment=self._environment)
        if sys.stdin.isatty():
            options = replace(options, announce=lambda words: self.say(words.of(self._language)))
        with progress.status("…") as status:

            def tell(finding: Finding) -> None:
                status.update(NAMES[finding.check].of(self._language))

            found = asyncio.run(examine(self._config, options, tell))
        found = [config_good(self._config_path), *found]
        show(found, self._language, console)
        return found

    def name_aloud(self, words: str) -> SaidName:
        """Say these words by lights and sound; return what became of it."""
        return asyncio.run(name_aloud(self._config, words))

    def keep(self, written: SetupRecord) -> None:
        """Write the record; its folder's owner may read it."""
        folder = self._config.state_dir
        record.write(folder, written)
        if self.is_root():
            owner = folder.stat()
            os.chown(folder / record.FILE, owner.st_uid, owner.st_gid)


async def _is_lit(path: Path) -> bool:
    async with visited(path) as visit:
        return visit is not None and visit.state is not None and visit.state.signal in LIT
