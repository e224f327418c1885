"""The page's listening socket: handed over by systemd, or made here."""

import os
import socket
from collections.abc import MutableMapping

from bridge.process import file_words
from robot.local_page.page_parts import PageError
from robot.settings.texts import Both

NAME = "page"
"""`FileDescriptorName=` of karlsson-robot.socket."""

FIRST_FD = 3
BACKLOG = 16

HANDED_OVER = "systemd"
OFF = "off"


def listening(wanted: str, environment: MutableMapping[str, str]) -> socket.socket | None:
    """Return the socket to answer on; None if this robot has no page.

    Args:
        wanted: `systemd`, `off`, or host and port, as `page.listen` has it.
        environment: Of the process; what systemd says of sockets is taken out of it.

    Raises:
        PageError: Host and port cannot be used.
    """
    given = handed_over(environment)
    if wanted == HANDED_OVER:
        return given
    if given is not None:
        given.close()
    return None if wanted == OFF else _made(wanted)


def handed_over(environment: MutableMapping[str, str]) -> socket.socket | None:
    """Return the socket that systemd has handed over for the page (sd_listen_fds(3))."""
    pid = environment.pop("LISTEN_PID", "")
    count = environment.pop("LISTEN_FDS", "")
    names = environment.pop("LISTEN_FDNAMES", "").split(":")
    if pid != str(os.getpid()) or not count.isdigit():
        return None
    for number, name in zip(range(FIRST_FD, FIRST_FD + int(count)), names, strict=False):
        os.set_inheritable(number, False)
        if name == NAME:
            found = socket.socket(fileno=number)
            found.setblocking(False)
            return found
    return None


def _made(wanted: str) -> socket.socket:
    host, _, port = wanted.rpartition(":")
    host = host.strip("[]")
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, int(port)))
        made.listen(BACKLOG)
        made.setblocking(False)
    except OSError as error:
        made.close()
        why = file_words.words(error)
        raise PageError(
            "listen",
            Both(
                f"page.listen = {wanted!r}: {why}; andere Adresse oder anderen Port nennen",
                f"page.listen = {wanted!r}: {why}; name another address or port",
            ),
        ) from error
    return made
