"""`./run tests`: linters, import rules, the app's own tests, then pytest.

Arguments go to pytest; with arguments the linters are left out. Without any, pytest runs
twice at once: lessons in browsers and on slow lines wait most of the time, and leave the
processor to everything else.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("bridge", "hardware", "robot", "tests")
WAITING = ("tests/end_to_end",)
"""Folders whose tests mostly wait."""

CLOSING = re.compile(r"^=+ (.*) in ([\d.]+)s(?: \([\d:]+\))? =+$", re.MULTILINE)


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
        return _run([python, "-m", "pytest", *arguments])
    return next((status for step in steps if (status := _run(step))), 0) or _both(python)


def _run(step: Sequence[str]) -> int:
    _say(step)
    return subprocess.run(step, cwd=ROOT, check=False).returncode


def _both(python: str) -> int:
    """Run the tests that wait beside all others; return the status."""
    # Two cannot keep one cache.
    waiting = [python, "-m", "pytest", "-p", "no:cacheprovider", *WAITING]
    others = [python, "-m", "pytest", *(f"--ignore={folder}" for folder in WAITING)]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as kept:
        _say(waiting)
        with subprocess.Popen(waiting, cwd=ROOT, stdout=kept, stderr=kept) as beside:
            _say(others)
            with subprocess.Popen(
                others, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8"
            ) as process:
                assert process.stdout is not None
                lines = []
                for line in process.stdout:
                    print(line, end="", flush=True)
                    lines.append(line)
        kept.seek(0)
        told = kept.read()
    print(told, end="")
    print(_closing("".join(lines), told))
    return process.returncode or beside.returncode


def _closing(*told: str) -> str:
    """Return one closing line for both: how many tests ran, and how they ended."""
    counts: dict[str, int] = {}
    seconds = 0.0
    for text in told:
        for words, took_s in CLOSING.findall(text)[-1:]:
            seconds = max(seconds, float(took_s))
            for count, what in re.findall(r"(\d+) (\w+)", words):
                counts[what] = counts.get(what, 0) + int(count)
    words = ", ".join(f"{count} {what}" for what, count in counts.items())
    return f"==== both together: {words or 'nothing'} in {seconds:.0f}s ===="


def _say(step: Sequence[str]) -> None:
    print("+", " ".join(step).replace(sys.executable, "python"), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
