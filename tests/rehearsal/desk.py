"""The technician's desk: commands typed there, run for real and counted as handwork."""

import asyncio
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from robot.demo.children import die_with_parent, end
from tests.rehearsal.hands import Hands

ROOT = Path(__file__).parents[2]

MODULES: Mapping[str, str] = MappingProxyType(
    {
        "karlsson": "technician",
        "karlsson-body": "hardware",
        "karlsson-bridge": "bridge",
        "karlsson-robot": "robot",
    }
)
"""The module of each command: it runs from this checkout."""

COMMAND_S = 120.0
STOP_S = 2.0
WIDTH = 110
"""Of the terminal, in characters."""


class CommandFailed(Exception):
    """A command ended otherwise than it should; the text holds what it said."""


@dataclass(frozen=True)
class Said:
    """Output of a command.

    Args:
        shown: The command as a person types it.
        out: Its standard output, with colours if these were asked for.
        errors: Its standard error.
    """

    shown: str
    code: int
    out: str
    errors: str
    seconds: float

    @property
    def document(self) -> Any:
        """Its output as JSON."""
        return json.loads(self.out)


async def run(
    command: Sequence[str | Path],
    shown: str = "",
    *,
    folder: Path = ROOT,
    environment: Mapping[str, str] = MappingProxyType({}),
    codes: Sequence[int] = (0,),
    colours: bool = False,
) -> Said:
    """Run one of Karlsson's commands.

    Args:
        command: As it is typed.
        shown: As a person types it, where that is something else than what is run here.
        folder: Where it is typed.
        environment: Put over our own.
        codes: Exit codes that are no failure.
        colours: True if it speaks to a terminal that shows colours.

    Raises:
        CommandFailed: It ended with another code, or did not end.
    """
    name, *arguments = map(str, command)
    more = {"FORCE_COLOR": "1", "COLUMNS": str(WIDTH)} if colours else {}
    began = time.monotonic()
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", MODULES[name], *arguments),
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment, **more},
        start_new_session=True,
        preexec_fn=die_with_parent,
    )
    try:
        async with asyncio.timeout(COMMAND_S):
            out, errors = await child.communicate()
    except TimeoutError:
        raise CommandFailed(f"{name} {arguments[0]}: no end within {COMMAND_S:.0f} s") from None
    finally:
        await end(child, STOP_S)
    said = Said(
        shown or " ".join((name, *arguments)),
        child.returncode or 0,
        out.decode(errors="replace"),
        errors.decode(errors="replace"),
        time.monotonic() - began,
    )
    if said.code not in codes:
        words = said.errors.strip() or said.out.strip()
        raise CommandFailed(f"{said.shown}: status {said.code}: {words[-1500:]}")
    return said


class Desk:
    """The laptop, with the folder in which the technician works.

    Args:
        folder: Holds the list, the cards and the bridge's configuration.
        hands: Count what is typed.
    """

    def __init__(self, folder: Path, hands: Hands) -> None:
        self.folder = folder
        self.bridge_config = folder / "bridge.toml"
        self._hands = hands

    async def types(
        self, step: str, *command: str | Path, pasted: str = "", codes: Sequence[int] = (0,)
    ) -> Said:
        """Type a command on the laptop."""
        shown = " ".join(map(str, command))
        self._hands.typed(step, shown, pasted)
        return await run(command, shown, folder=self.folder, codes=codes, colours=True)

    async def types_at_bridge(self, step: str, *command: str, pasted: str = "") -> Said:
        """Type a command of the bridge, where it runs; its file is the usual one there."""
        shown = " ".join(("karlsson-bridge", *command))
        self._hands.typed(step, shown, pasted)
        return await self.bridge(*command)

    async def bridge(self, *command: str, colours: bool = False) -> Said:
        """Run a command of the bridge that is nobody's handwork here."""
        return await run(
            ("karlsson-bridge", *command, "--config", self.bridge_config),
            " ".join(("karlsson-bridge", *command)),
            folder=self.folder,
            colours=colours,
        )
