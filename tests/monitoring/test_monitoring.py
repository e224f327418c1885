"""The examples for Prometheus and Grafana, checked by promtool and by what the bridge tells."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bridge.base.counts import Counts
from bridge.fleet.gauges import NAMES
from bridge.web.metrics import Metrics

FOLDER = Path(__file__).parents[2] / "docs" / "monitoring"
DASHBOARD: dict[str, Any] = json.loads((FOLDER / "dashboard.json").read_text(encoding="utf-8"))
RULES = (FOLDER / "alerts.yml").read_text(encoding="utf-8")

TOLD = {
    *NAMES,
    *re.findall(r"^# TYPE (\S+)", Metrics(Counts).text().decode(), re.MULTILINE),
}


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool comes with prometheus")
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "rules", "--lint-fatal", "alerts.yml"),
        ("test", "rules", "alerts_test.yml"),
        ("check", "config", "--lint-fatal", "prometheus.yml"),
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_promtool_is_content(arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        ["promtool", *arguments],
        cwd=FOLDER,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_rule_has_a_test_and_a_remedy() -> None:
    alerts = re.findall(r"- alert: (\w+)", RULES)
    tested = re.findall(r"alertname: (\w+)", (FOLDER / "alerts_test.yml").read_text("utf-8"))
    assert set(alerts) == set(tested)
    assert RULES.count("remedy:") == RULES.count("summary:") == len(alerts)


def _used() -> set[str]:
    queries = [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]
    queries += [one["query"] for one in DASHBOARD["templating"]["list"]]
    return set(re.findall(r"\bkarlsson_\w+", " ".join([*queries, RULES])))


def test_rules_and_dashboard_use_only_what_the_bridge_tells() -> None:
    assert _used() - TOLD == set()


def test_no_two_panels_lie_on_each_other() -> None:
    taken = [
        (x, y)
        for panel in DASHBOARD["panels"]
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24
