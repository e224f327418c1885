"""Resolution of the names of servers, which may hang without holding anything else up.

The loop's own pool has few threads, and the rest of the robot needs them. A resolver that does not
answer holds a thread for many seconds, so each lookup has a daemon thread, and one name has one.
"""

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Callable

MOST_LOOKUPS = 8
FRESH_S = 60.0
MOST_NAMES = 32

Lookup = Callable[[str], list[str]]


def look_up(host: str) -> list[str]:
    """Return the addresses of a name, in the order of RFC 6724. It blocks."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_DGRAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Names:
    """Resolves names, one lookup for each name at a time, and keeps answers for a minute.

    Args:
        look_up: Blocks; returns addresses or raises `OSError`.
    """

    def __init__(self, look_up: Lookup = look_up) -> None:
        self._look_up = look_up
        self._running: dict[str, asyncio.Future[list[str]]] = {}
        self._known: dict[str, tuple[float, list[str]]] = {}

    def forget(self) -> None:
        """Forget what was learnt: another network may answer otherwise."""
        self._known.clear()

    async def addresses(self, host: str) -> list[str]:
        """Return the addresses of a host; an address is its own.

        Raises:
            OSError: It is not known, or too many lookups hang.
        """
        try:
            return [str(ipaddress.ip_address(host))]
        except ValueError:
            pass
        loop = asyncio.get_running_loop()
        at, known = self._known.get(host, (0.0, []))
        if known and loop.time() - at < FRESH_S:
            return known
        future = self._running.get(host)
        if future is None or future.get_loop() is not loop:
            future = self._start(host, loop)
        # Whoever asked may give up; the lookup goes on for others.
        return await asyncio.shield(future)

    def _start(self, host: str, loop: asyncio.AbstractEventLoop) -> asyncio.Future[list[str]]:
        if len(self._running) >= MOST_LOOKUPS:
            raise socket.gaierror(socket.EAI_AGAIN, "too many lookups hang")
        future: asyncio.Future[list[str]] = loop.create_future()
        # An error that nobody waits for any more is no fault of the program.
        future.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._running[host] = future

        def tell(found: list[str] | OSError) -> None:
            self._running.pop(host, None)
            if isinstance(found, OSError):
                future.set_exception(found)
                return
            if len(self._known) >= MOST_NAMES:
                self._known.clear()
            self._known[host] = (loop.time(), found)
            future.set_result(found)

        def run() -> None:
            found: list[str] | OSError
            try:
                found = self._look_up(host)
            except OSError as error:
                found = error
            except UnicodeError:
                found = socket.gaierror(socket.EAI_NONAME, "not a name")
            try:
                loop.call_soon_threadsafe(tell, found)
            except RuntimeError:
                return  # the loop has closed, and nobody waits

        threading.Thread(target=run, name="name lookup", daemon=True).start()
        return future
