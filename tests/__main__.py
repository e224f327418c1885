"""`./run tests`: linters, types and import rules beside pytest, all of them before a commit.

    ./run tests             before a commit: everything once, in some five minutes
    ./run tests --quick     in a minute: without browsers, namespaces and what takes half a second
    ./run tests --all       as CI does: also in every browser, size, language, network and source,
                            and in whole lessons what smaller tests prove
    ./run tests ARGS        pytest alone, with these arguments

Formatting and linting come first: they take a second. What takes longer goes on beside the tests,
and is told before their last line.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("bridge", "hardware", "packages", "robot", "technician", "tests")
TYPED_PAGES = (
    "pupil_app/jsconfig.json",
    "hardware/setup/page_files/jsconfig.json",
    "robot/local_page/files/jsconfig.json",
    "bridge/office/files/jsconfig.json",
)
BRIEF = ("--hypothesis-profile", "brief")
CHOSEN = {
    (): ("-m", "not thorough", *BRIEF),
    ("--quick",): ("-m", "not browser and not root and not long and not thorough", *BRIEF),
    ("--all",): (),
}
"""Arguments of pytest for each command line that also runs the linters."""

Step = Sequence[str]

PYTEST: Step = (sys.executable, "-m", "pytest")

# Compiled modules are kept, whatever the shell says: every worker and every robot would compile
# them again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def main(arguments: list[str]) -> int:
    """Run every step; return 0 if all of them passed."""
    chosen = CHOSEN.get(tuple(arguments))
    if chosen is None:
        return _told((*PYTEST, *arguments))
    for step in _first():
        if status := _told(step):
            return status
    cores = len(os.sched_getaffinity(0))
    with ThreadPoolExecutor(1) as beside:
        checks = beside.submit(lambda: [_kept(step) for step in _beside()])
        # Lessons wait at times; what is quick only computes, and each worker costs its imports.
        workers = cores + 1 if arguments == ["--quick"] else 2 * cores
        step = (*PYTEST, "-n", str(workers), *chosen)
        _say(step)
        with subprocess.Popen(step, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            last = _passed_on(process)
        results = checks.result()
    for step, status, words in results:
        _say(step)
        print(words, end="")
        if status:
            print(f"... failed with status {status}")
    print(last, end="", flush=True)
    return process.returncode or next((status for _, status, _ in results if status), 0)


def _first() -> Iterator[Step]:
    yield sys.executable, "-m", "ruff", "format", "--check", "--quiet", "."
    yield sys.executable, "-m", "ruff", "check", "--quiet", "."


def _beside() -> Iterator[Step]:
    yield "node", "--test", *sorted(str(p.relative_to(ROOT)) for p in ROOT.glob("tests/**/*.mjs"))
    for project in TYPED_PAGES:
        # What it found last time lies beside what else is made from this checkout.
        kept = f".venv/{project.replace('/', '-')}.tsbuildinfo"
        yield "tsc", "-p", project, "--noEmit", "--incremental", "--tsBuildInfoFile", kept
    yield str(Path(sys.executable).with_name("lint-imports")), "--no-cache"
    yield sys.executable, "-m", "mypy", *PACKAGES


def _kept(step: Step) -> tuple[Step, int, str]:
    """Run a step; return its status and, if it failed, its words."""
    done = subprocess.run(step, cwd=ROOT, capture_output=True, text=True, check=False)
    return step, done.returncode, done.stdout + done.stderr if done.returncode else ""


def _passed_on(process: "subprocess.Popen[str]") -> str:
    """Print what the process prints, but for its last line; return that."""
    assert process.stdout is not None
    last = ""
    for line in process.stdout:
        print(last, end="", flush=True)
        last = line
    return last


def _told(step: Step) -> int:
    _say(step)
    return subprocess.run(step, cwd=ROOT, check=False).returncode


def _say(step: Step) -> None:
    print("+", " ".join(step).replace(sys.executable, "python"), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
