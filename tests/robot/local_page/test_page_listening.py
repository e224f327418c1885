import os
import socket
import subprocess
import sys

import pytest

from robot.local_page.page_listening import handed_over, listening
from robot.local_page.page_parts import PageError

CHILD = """
import os, socket, sys
from robot.local_page.page_listening import listening
environment = dict(os.environ, LISTEN_PID=str(os.getpid()), LISTEN_FDS="2",
                   LISTEN_FDNAMES="other:page")
found = listening(sys.argv[1], environment)
print(found.getsockname()[1] if found else None, sorted(k for k in environment if "LISTEN" in k),
      os.get_inheritable(3), end="")
"""


def started(wanted: str) -> tuple[str, int]:
    """Run a process that systemd would have given two sockets; return its words and our port."""
    with socket.create_server(("127.0.0.1", 0)) as other, socket.socket() as page:
        page.bind(("127.0.0.1", 0))
        page.listen()

        def place() -> None:
            high = [os.dup2(one.fileno(), 60 + at) for at, one in enumerate((other, page))]
            for number, descriptor in zip((3, 4), high, strict=True):
                os.dup2(descriptor, number)

        done = subprocess.run(
            [sys.executable, "-c", CHILD, wanted],
            preexec_fn=place,
            close_fds=False,
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
        return done.stdout, page.getsockname()[1]


def test_the_socket_of_the_page_is_found_by_its_name_and_given_to_no_child() -> None:
    said, port = started("systemd")
    assert said == f"{port} [] False"


def test_a_page_that_is_off_takes_no_socket() -> None:
    said, _ = started("off")
    assert said.startswith("None")


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"LISTEN_PID": "1", "LISTEN_FDS": "1", "LISTEN_FDNAMES": "page"},
        {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "x", "LISTEN_FDNAMES": "page"},
        {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "0", "LISTEN_FDNAMES": ""},
    ],
)
def test_sockets_of_somebody_else_are_left_alone(environment: dict[str, str]) -> None:
    assert handed_over(environment) is None
    assert listening("systemd", environment) is None


def test_an_address_that_is_taken_is_named_with_a_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        wanted = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(PageError, match="another address or port") as raised:
            listening(wanted, {})
    assert wanted in str(raised.value)


def test_an_address_of_version_six_is_written_in_brackets() -> None:
    made = listening("[::1]:0", {})
    assert made is not None
    with made:
        assert made.getsockname()[0] == "::1"
