"""The robot's own page from the agent's start to its end.

Nothing that goes wrong with it ends the agent: a lesson needs no page.
"""

import asyncio
import logging
import os
import socket
from collections.abc import Callable, MutableMapping
from pathlib import Path

from robot.local_page.page_acts import PageActs
from robot.local_page.page_listening import listening
from robot.local_page.page_parts import PageError
from robot.local_page.page_server import PageServer
from robot.local_page.pin_command import read_pin
from robot.settings.config import PageSection

log = logging.getLogger(__name__)


class LocalPage:
    """The page, if this robot has one.

    Args:
        config: Where it listens, and where the PIN's hash lies.
        acts: What a technician can do.
        tell: Takes why there is no page although one was asked for; empty if there is one.
        environment: Of the process, in which systemd names its sockets.
    """

    def __init__(
        self,
        config: PageSection,
        acts: PageActs,
        tell: Callable[[str], None],
        environment: MutableMapping[str, str] = os.environ,
    ) -> None:
        self._config = config
        self._acts = acts
        self._tell = tell
        self._environment = environment
        self._serving = asyncio.Event()
        self._address = ("", 0)

    async def serving(self) -> tuple[str, int]:
        """Wait until it answers; return where."""
        await self._serving.wait()
        return self._address

    async def run(self) -> None:
        """Serve until cancelled; return at once for a robot without a page."""
        taken: socket.socket | None = None
        try:
            taken = listening(self._config.listen, self._environment)
            if taken is None:
                return
            kept = read_pin(Path(self._config.pin_file))
            server = PageServer(kept, socket.gethostname(), self._acts)
        except PageError as error:
            if taken is not None:
                taken.close()
            self._tell(str(error))
            return
        async with server.serve(taken):
            host, port = taken.getsockname()[:2]
            self._address = (host, port)
            self._serving.set()
            log.info("page: answers on port %d", port)
            await server.sweep()
