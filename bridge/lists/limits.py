"""PURE. Limits of the process that reads a file. No I/O."""

MEMORY_BYTES = 320 * 1024 * 1024
"""Address space. A list of 10,000 rows fits into 256 MiB; with the bridge it stays below the unit's
`MemoryMax`, since the whole service would end with a process that takes more."""

CPU_S = 20
"""Time on a processor; 10,000 rows take 2 s on a slow one."""

ANSWER_S = 60.0
"""Time until the answer, on a busy machine."""

AT_ONCE = 1
"""Files that are read at the same time."""

WAITING = 4
"""Files that wait for that; more are told to come again."""

MOST_ANSWER_BYTES = 64 * 1024 * 1024
