from pathlib import Path

from bridge.__main__ import parser


def test_what_may_be_asked_for() -> None:
    given = parser().parse_args(["wave", "start", "1.5.0", "--first", "karlsson-2"])
    assert (given.command, given.action, given.version) == ("wave", "start", "1.5.0")
    assert (given.first, given.soak_hours) == ("karlsson-2", 20)
    given = parser().parse_args(["release", "import", "releases"])
    assert given.source == Path("releases")
