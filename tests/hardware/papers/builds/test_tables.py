from hardware.papers.builds import __main__ as builds
from hardware.papers.builds import tables


def test_the_shopping_list_ends_with_the_sum() -> None:
    build = builds.load("simple")
    *_, last = tables.parts(build).splitlines()
    assert last == f"| **together** |  | **{build.eur:g}** |  |"


def test_every_wire_has_its_row_with_the_key_that_names_it() -> None:
    build = builds.load("simple")
    rows = tables.pins(build).splitlines()
    assert len(rows) == 2 + len(build.wires)
    assert "| 32 | GPIO 12 | Servo: pan: signal | `gpio.pan.pin` |" in rows
