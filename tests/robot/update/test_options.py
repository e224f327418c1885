import argparse

from robot.update.options import add_options


def test_what_a_person_may_ask_for() -> None:
    parser = argparse.ArgumentParser()
    add_options(parser)
    given = parser.parse_args(["--check", "--version", "1.5.0"])
    assert (given.check, given.version, given.now, given.by_itself) == (True, "1.5.0", False, False)
    assert "--settle" not in parser.format_help()
