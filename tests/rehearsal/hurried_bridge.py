"""The bridge, whose clockwork of waves turns each second and not each minute.

Nothing else is hurried: a rehearsal would wait for minutes, and learn nothing from that.
"""

import sys

from bridge import __main__ as bridge
from bridge.releases import serving

TURN_S = 1.0

if __name__ == "__main__":
    serving.TURN_S = TURN_S
    sys.exit(bridge.main(sys.argv[1:]))
