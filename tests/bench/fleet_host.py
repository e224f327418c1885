"""A bridge as a process of its own, for as many robots as the benchmark wants; prints its port.

Arguments: the configuration file.
"""

import asyncio
import json
import os
import resource
import sys
from pathlib import Path

from bridge.base.clock import Clock
from bridge.base.collector import keep_for_good
from bridge.config import BridgeConfig, check
from bridge.process import config_file, logs
from bridge.serving import listening
from bridge.store import open_store


def allow_many_files() -> None:
    """Raise the limit of open files as far as it goes, as the unit does."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def main(path: Path) -> None:
    """Serve until the process is ended."""
    config = check(config_file.load(path, BridgeConfig, os.environ))
    async with (
        open_store(config.storage.url) as store,
        listening(config, store, Clock()) as port,
    ):
        keep_for_good()
        print(json.dumps({"port": port}), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    allow_many_files()
    logs.configure("WARNING")
    asyncio.run(main(Path(sys.argv[1])))
