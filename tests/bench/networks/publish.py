"""Writes what was measured where people find it: rows, a page, and its plots."""

from collections.abc import Sequence
from pathlib import Path

from tests.bench.networks.plot import charts, to_svg
from tests.bench.networks.report import to_markdown
from tests.bench.rows import Row, to_json
from tests.end_to_end.running import ROOT

FOLDER = ROOT / "docs" / "benchmarks"


def write(rows: Sequence[Row], folder: Path = FOLDER) -> list[Path]:
    """Write `networks.json`, `networks.md` and the plots; return all of them.

    Plots of an earlier run that the rows no longer hold are deleted: nothing there
    may be of another run than the rest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    drawn = charts(rows)
    page = to_markdown(rows)
    if drawn:
        shown = "\n".join(
            f"![{chart.metric}, {chart.material}]({chart.name}.svg)" for chart in drawn
        )
        page += f"\n## Plots\n\n{shown}\n"
    texts = {"networks.json": to_json(rows).replace("}, ", "},\n ") + "\n", "networks.md": page}
    texts |= {f"{chart.name}.svg": to_svg(chart) for chart in drawn}
    for old in folder.glob("networks-*.svg"):
        if old.name not in texts:
            old.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]
