"""A child goes to class where only HTTP proxies lead out, as the benchmark measures it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.running import ROOT
from tests.netlab.privilege import requires_lab

pytestmark = [requires_lab, pytest.mark.root, pytest.mark.thorough]

TIMEOUT_S = 120
SOON_MS = 20_000


def test_a_picture_comes_through_proxies_at_both_ends(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.bench", "reach", "--lines", "proxy-both"),
            *("--runs", "1", "--json", "--keep", str(tmp_path)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
    )
    rows = {row["metric"]: row["value"] for row in json.loads(done.stdout or "[]")}
    # A busy machine may be late; the mark itself is the benchmark's.
    assert rows.get("join_to_picture_ms", SOON_MS) < SOON_MS, done.stderr
