"""A simulated body behind its real socket, in this process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import hardware.__main__ as body_main
from tests.hardware.bodies import simulated_config
from tests.hardware.conformance import eventually


@asynccontextmanager
async def running_body(folder: Path, **motion: Any) -> AsyncIterator[Path]:
    """Run it; give its socket."""
    path = folder / "b.sock"
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(body_main.run(simulated_config(str(path), **motion), stop), name="body")
        await eventually(path.is_socket)
        try:
            yield path
        finally:
            stop.set()
