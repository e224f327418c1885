"""The benchmark of bad lines, as it is run by hand: each engine holds one short lesson."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.networks.lesson import DEFAULT_ENGINES
from tests.end_to_end.running import ROOT
from tests.netlab.privilege import requires_lab

pytestmark = [requires_lab, pytest.mark.root, pytest.mark.thorough]

TIMEOUT_S = 150
LINE_MS = 20


@pytest.mark.parametrize("engine", DEFAULT_ENGINES)
def test_a_short_lesson_of_each_engine_gives_every_figure(engine: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.bench", "networks", "--lines", "clean"),
            *("--engines", engine, "--runs", "1", "--seconds", "2", "--json"),
            *("--out", str(tmp_path)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
    )
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert {(row["line"], row["engine"], row["runs"]) for row in rows} == {("clean", engine, 1)}
    figures = {row["metric"]: row["value"] for row in rows}
    # What holds on a machine however busy: nothing comes sooner than the line lets it.
    assert figures["picture_p50_ms"] >= LINE_MS
    assert figures["picture_p50_ms"] <= figures["picture_p95_ms"] <= figures["picture_p99_ms"]
    assert figures["voice_delay_p50_ms"] >= LINE_MS
    assert figures["fps"] > 0
    assert 0.5 < figures["ssim"] <= 1
    assert figures["kbps"] > 0
    assert {"freezes", "frozen_s", "key_frames", "voice_missing_percent"} <= set(figures)
    assert {"agent_cpu_percent", "load_average", "voice_delay_p95_ms"} <= set(figures)
    assert (tmp_path / "networks.json").exists()
    assert "picture_p50_ms" in (tmp_path / "networks.md").read_text(encoding="utf-8")
