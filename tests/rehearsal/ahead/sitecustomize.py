"""Sets the clock of one process forward: Python imports this file at its start.

Only the rehearsal puts this folder on `PYTHONPATH`, for a bridge beside which a robot's clock is
behind; see `tests/rehearsal/mistakes.py`.
"""

import os
import time

AHEAD = "KARLSSON_CLOCK_AHEAD_S"

if AHEAD in os.environ:
    _own = time.time
    _ahead_s = float(os.environ[AHEAD])
    time.time = lambda: _own() + _ahead_s
