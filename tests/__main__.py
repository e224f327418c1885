"""`./run tests`: linters, import rules, the app's own tests, then pytest.

Arguments go to pytest; with arguments the linters are left out.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("bridge", "hardware", "robot", "tests")


def main(arguments: list[str]) -> int:
    """Run every step; stop at the first that fails and return its status."""
    python = sys.executable
    node_tests = sorted(str(p.relative_to(ROOT)) for p in ROOT.glob("tests/**/*.test.mjs"))
    steps = [
        [python, "-m", "ruff", "format", "--check", "--quiet", "."],
        [python, "-m", "ruff", "check", "--quiet", "."],
        [python, "-m", "mypy", *PACKAGES],
        [str(Path(python).with_name("lint-imports"))],
        ["node", "--test", *node_tests],
    ]
    if arguments:
        steps.clear()
    # Last: its closing line says how many tests ran.
    steps.append([python, "-m", "pytest", *arguments])
    for step in steps:
        print("+", " ".join(step).replace(python, "python"), flush=True)
        status = subprocess.run(step, cwd=ROOT, check=False).returncode
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
