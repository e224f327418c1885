import argparse
from pathlib import Path

import pytest

from technician.commands import options


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    options.add_card(parser.add_subparsers())
    return parser.parse_args(["card", *arguments])


def test_what_is_not_said_has_its_usual_value() -> None:
    found = parse("prepare", "--list", "a.xlsx", "--out", "x", "y")
    assert (found.out, found.really, found.only) == ([Path("x"), Path("y")], [], [])
    assert (found.user, found.country, found.time_zone) == ("technician", "DE", "Europe/Berlin")


@pytest.mark.parametrize("action", ["prepare", "labels", "template"])
def test_what_is_needed_is_asked_for(action: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(action)
    assert "required: --" in capsys.readouterr().err
