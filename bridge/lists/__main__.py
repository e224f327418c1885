"""The process that reads one file: `python -m bridge.lists`, the file on its standard input.

It sets its own limits before it reads a byte. Whatever goes wrong in it ends this process alone.
"""

import resource
import sys
from datetime import date

import msgspec

from bridge.lists.limits import CPU_S, MEMORY_BYTES
from bridge.lists.opening import MOST_BYTES, open_list
from bridge.lists.refusals import UnreadableList


def main() -> int:
    """Read a list and write what may be known of it, or why not."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    today = date.fromisoformat(sys.argv[1])
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    out = sys.stdout.buffer
    try:
        out.write(b"=" + msgspec.json.encode(open_list(data, today)))
    except UnreadableList as refused:
        out.write(b"!" + refused.why.encode())
    except (MemoryError, RecursionError):
        out.write(b"!too_big")
    return 0


if __name__ == "__main__":
    sys.exit(main())
