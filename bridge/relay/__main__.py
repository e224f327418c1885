"""A process of the relay, as the bridge starts it: `python -m bridge.relay DESCRIPTOR`."""

import gc
import socket
import sys

from bridge.process import logs
from bridge.relay import told
from bridge.relay.process import RelayProcess


def main(arguments: list[str]) -> int:
    """Serve until the bridge is gone; return the exit code."""
    logs.configure()
    bridge = socket.socket(fileno=int(arguments[0]))
    data = bridge.recv(told.MOST_BYTES)
    setup = told.to_process.decode(data) if data else None
    if not isinstance(setup, told.Setup):
        return 1
    process = RelayProcess(bridge, setup)
    gc.freeze()
    process.run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
