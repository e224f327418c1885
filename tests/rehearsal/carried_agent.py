"""The agent of a robot whose releases lie in its folder, and not in /opt of this computer.

python -m tests.rehearsal.carried_agent FOLDER run --config robot.toml
"""

import sys
from pathlib import Path

from robot import __main__ as robot
from robot import agent
from robot.update.carried import release_state
from tests.rehearsal import releases

if __name__ == "__main__":
    root = Path(sys.argv[1])
    own = releases.installation(root), releases.records(root)
    vars(agent)["release_state"] = lambda: release_state(*own)
    sys.exit(robot.main(sys.argv[2:]))
