"""PURE. Limits of the process that reads a file. No I/O."""

MEMORY_BYTES = 1024 * 1024 * 1024
"""Address space: a list of 20,000 rows takes a fifth of it."""

CPU_S = 20
"""Time on a processor; 10,000 rows take 2 s on a slow one."""

ANSWER_S = 60.0
"""Time until the answer, on a busy machine."""

AT_ONCE = 2
"""Files that are read at the same time."""

WAITING = 4
"""Files that wait for that; more are told to come again."""

MOST_ANSWER_BYTES = 64 * 1024 * 1024
