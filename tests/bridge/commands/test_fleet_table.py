import io

import pytest
from rich.console import Console

from bridge.commands.fleet_table import screen
from bridge.fleet.rows import FleetRow
from bridge.protocol.fields import PhraseLanguage
from tests.bridge.fleet.rows import row

NOW = 1_000_000.0
FLEET = [
    row("karlsson-1", seen_at=int(NOW) - 5, doctor_at=int(NOW) - 7200),
    row(
        "karlsson-2",
        state="lesson",
        charging=False,
        battery_percent=12.0,
        soc_c=81.0,
        wired=True,
        broken=("camera", "left_wheel"),
        weak_supply=True,
    ),
    FleetRow("karlsson-3", "K", "away", seen_at=int(NOW) - 200_000, alarms=("not_seen",)),
    row("karlsson-4", state="free", doctor_at=int(NOW) - 60, doctor_failed=("wifi", "dns")),
    FleetRow("karlsson-10", "K", "here"),
]


def shown(
    rows: list[FleetRow],
    width: int,
    language: PhraseLanguage = "de",
    height: int | None = None,
    left: list[FleetRow] | None = None,
) -> list[str]:
    out = io.StringIO()
    console = Console(file=out, width=width, legacy_windows=False)
    console.print(screen(rows, rows if left is None else left, NOW, width, height, language))
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_a_wide_screen_has_one_line_for_each_robot_and_what_is_urgent_first() -> None:
    lines = shown(FLEET, 120)
    assert lines[0] == "5 Roboter: 4 da, 1 in einer Stunde, 1 fort, 3 brauchen jemanden"
    assert [line.split()[0] for line in lines[2:]] == [
        *("karlsson-2", "karlsson-3", "karlsson-4", "karlsson-1", "karlsson-10"),
    ]
    assert "12 % 81   Kabel" in lines[2]
    assert lines[2].endswith("Kamera, left wheel, Netzteil zu schwach")
    assert lines[3].endswith("am Schultag nicht gesehen")
    assert "2 T" in lines[3]
    assert "2 Fehler, 1 min" in lines[4]
    assert "⚡81 % 48 -61 dBm   jetzt gut, 2 h" in lines[5]
    assert "nie" in lines[6]


def test_a_narrow_screen_says_below_what_is_to_be_done() -> None:
    lines = shown(FLEET, 80, "en")
    assert max(map(len, lines)) <= 80
    assert lines[0] == "5 robots: 4 here, 1 in a lesson, 1 away, 3 need somebody"
    assert lines[-2:] == [
        "karlsson-2: camera, left wheel, supply too weak",
        "karlsson-3: not seen on a school day",
    ]


@pytest.mark.parametrize("width", [80, 120])
def test_a_whole_fleet_fits_into_the_screen(width: int) -> None:
    fleet = [row(f"karlsson-{n}", broken=("camera",) if n % 2 else ()) for n in range(3000)]
    lines = shown(fleet, width, height=30)
    assert len(lines) <= 30
    assert "--filter" in lines[-1]


def test_no_robot_and_no_fit_are_said() -> None:
    assert shown([], 80)[-1] == "Kein Roboter."
    assert shown(FLEET, 80, left=[])[-1] == "Kein Roboter passt zum Filter."
