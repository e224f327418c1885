"""PURE. Rows of a benchmark: one figure each, the median over several runs. No I/O."""

import json
import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

UNITS = {
    "picture_p50_ms": "ms",
    "picture_p95_ms": "ms",
    "picture_p99_ms": "ms",
    "fps": "1/s",
    "freezes": "",
    "frozen_s": "s",
    "recover_s": "s",
    "key_frames": "",
    "ssim": "",
    "kbps": "kbit/s",
    "voice_delay_p50_ms": "ms",
    "voice_delay_p95_ms": "ms",
    "voice_missing": "beeps",
    "voice_missing_percent": "%",
    "pesq": "MOS",
    "figure_frame_ms": "ms",
    "board_letters_named_percent": "%",
    "board_letter_px": "px",
    "still_taken_ms": "ms",
    "still_kb": "kB",
    "zoom_tap_to_picture_p50_ms": "ms",
    "zoom_tap_to_picture_p95_ms": "ms",
    "agent_zoomed_cpu_percent": "%",
    "agent_zooming_cpu_percent": "%",
    "figure_fps": "1/s",
    "look_to_pulse_p50_ms": "ms",
    "look_to_pulse_p95_ms": "ms",
    "tap_to_picture_p50_ms": "ms",
    "tap_to_picture_p95_ms": "ms",
    "join_to_picture_ms": "ms",
    "join_to_picture_worst_ms": "ms",
    "joins_in_time_percent": "%",
    "back_ms": "ms",
    "sound_gap_ms": "ms",
    "voice_gap_ms": "ms",
    "sheet_ms": "ms",
    "still_ms": "ms",
    "still_crossing_ms": "ms",
    "agent_cpu_percent": "%",
    "agent_rss_mib": "MiB",
    "agent_classroom_cpu_percent": "%",
    "bridge_cpu_percent": "%",
    "bridge_rss_mib": "MiB",
    "pause_to_last_packet_p99_ms": "ms",
    "command_to_first_pulse_p95_ms": "ms",
    "move_30deg_to_90pct_ms": "ms",
    "tick_jitter_p99_ms": "ms",
    "body_cpu_idle_percent": "%",
    "body_cpu_moving_percent": "%",
    "body_cpu_percent": "%",
    "body_rss_mib": "MiB",
    "echo_erle_2s_db": "dB",
    "echo_erle_10s_db": "dB",
    "echo_near_loss_db": "dB",
    "echo_cpu_us_per_block": "us",
    "soak_rss_growth_percent": "%",
    "soak_fds_growth": "",
    "soak_threads_growth": "",
    "soak_tasks_growth": "",
    "unrecovered_freezes": "",
    "voice_delay_drift_ms": "ms",
    "picture_delay_drift_ms": "ms",
    "relay_cpu_percent_per_lesson": "%",
    "relay_lessons": "",
    "robots": "",
    "report_p99_ms": "ms",
    "relay_added_delay_p95_ms": "ms",
    "load_average": "",
    "page_p95_ms": "ms",
    "import_10000_rows_s": "s",
    "revocation_to_disconnect_ms": "ms",
    "honest_request_p99_ms": "ms",
    "honest_request_p99_ms_under_attack": "ms",
    "kills": "",
    "acknowledged": "",
    "lost": "",
    "lost_from_backups": "",
    "powercut_points": "",
    "powercut_old": "",
    "powercut_new": "",
    "powercut_neither": "",
    "powercut_stuck": "",
}
"""Every metric there is, in the order of the table; percent of a processor are of one core."""

DIGITS = {
    "ssim": 3,
    "figure_frame_ms": 2,
    "pesq": 2,
    "frozen_s": 2,
    "recover_s": 2,
    "load_average": 2,
    "relay_cpu_percent_per_lesson": 2,
    "relay_lessons": 0,
    "robots": 0,
    "relay_added_delay_p95_ms": 2,
}
"""Number of meaningful digits after the decimal point, for metrics where it is not one."""

Figures = Mapping[str, float]
"""Metric -> value of one run."""


@dataclass(frozen=True)
class Row:
    """One figure: the median over `runs` runs."""

    line: str
    engine: str
    metric: str
    value: float
    unit: str
    runs: int


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the nearest-rank percentile: a value that was really measured.

    Raises:
        ValueError: There is no value.
    """
    if not values:
        raise ValueError("no values")
    rank = max(1, math.ceil(percent / 100 * len(values)))
    return sorted(values)[rank - 1]


def middle_and_tail(name: str, delays_ms: Sequence[float]) -> dict[str, float]:
    """Return median and 95th percentile of a delay; nothing where nothing was measured."""
    if not delays_ms:
        return {}
    return {
        f"{name}_p50_ms": percentile(delays_ms, 50),
        f"{name}_p95_ms": percentile(delays_ms, 95),
    }


def summarise(line: str, engine: str, runs: Iterable[Figures]) -> list[Row]:
    """Return a row for each metric that at least one run measured."""
    measured: dict[str, list[float]] = {}
    for figures in runs:
        for metric, value in figures.items():
            measured.setdefault(metric, []).append(value)
    return [
        Row(
            line,
            engine,
            metric,
            round(statistics.median(values), digits(metric)),
            UNITS[metric],
            len(values),
        )
        for metric, values in sorted(measured.items(), key=lambda item: place(item[0]))
    ]


def absent(rows: Iterable[Row], engine: str, expected: Iterable[str]) -> list[str]:
    """Return the metrics of an engine that no run measured."""
    found = {row.metric for row in rows if row.engine == engine}
    return [metric for metric in expected if metric not in found]


def to_json(rows: Iterable[Row]) -> str:
    """Return one JSON list of rows."""
    return json.dumps([asdict(row) for row in rows])


def table(rows: Sequence[Row]) -> str:
    """Return the rows as text for people: metrics down, engines across."""
    engines = list(dict.fromkeys(row.engine for row in rows))
    cells = {(row.line, row.metric, row.engine): row for row in rows}
    head = ["line", "metric", "unit", *engines, "runs"]
    body = []
    for line, metric in dict.fromkeys(
        sorted(((row.line, row.metric) for row in rows), key=lambda key: (key[0], place(key[1])))
    ):
        found = [cells.get((line, metric, engine)) for engine in engines]
        values = [f"{row.value:.{digits(metric)}f}" if row else "-" for row in found]
        runs = max(row.runs for row in found if row)
        body.append([line, metric, UNITS[metric], *values, str(runs)])
    widths = [max(map(len, column)) for column in zip(head, *body, strict=True)]
    return "\n".join(_laid_out(cells_of_line, widths) for cells_of_line in (head, *body))


def _laid_out(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Words to the left, numbers to the right."""
    words, numbers = cells[:3], cells[3:]
    shown = [word.ljust(width) for word, width in zip(words, widths, strict=False)]
    shown += [number.rjust(width) for number, width in zip(numbers, widths[3:], strict=True)]
    return "  ".join(shown).rstrip()


def place(metric: str) -> int:
    """Return where a metric stands in a table."""
    return list(UNITS).index(metric)


def digits(metric: str) -> int:
    """Return how many digits of a metric are shown behind the point."""
    return DIGITS.get(metric, 1)
