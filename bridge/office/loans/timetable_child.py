"""The process that reads one timetable: `python -m bridge.office.loans.timetable_child`.

It sets its own limits before it reads a byte, so that a file that takes too much ends this process
alone. It answers with times, and with nothing else of the file.
"""

import resource
import sys
from datetime import date

import msgspec

from bridge.base.words import Declined
from bridge.days.timetable import MOST_BYTES, TOO_MUCH, read_timetable
from bridge.days.windows import write_windows

MEMORY_BYTES = 256 * 1024 * 1024
"""Address space: with the bridge it stays below the unit's `MemoryMax`, beyond which all of the
service would end."""
CPU_S = 10


class TimetableAnswer(msgspec.Struct, frozen=True):
    """Answer of the process.

    Args:
        windows: Times of a usual week, as they are typed.
        left_out: Number of times that are not usual.
        de: Reason why it was not read, in German; empty if it was read.
        en: The same in English.
    """

    windows: str = ""
    left_out: int = 0
    de: str = ""
    en: str = ""


def main() -> int:
    """Read a timetable and write its times, or why not."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    first, last = (date.fromisoformat(text) for text in sys.argv[1:3])
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        read = read_timetable(data, first, last, sys.argv[3])
        answer = TimetableAnswer(write_windows(read.windows), read.left_out)
    except Declined as declined:
        answer = TimetableAnswer(de=declined.words.de, en=declined.words.en)
    except (MemoryError, RecursionError):
        answer = TimetableAnswer(de=TOO_MUCH.de, en=TOO_MUCH.en)
    sys.stdout.buffer.write(msgspec.json.encode(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
