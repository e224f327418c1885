import argparse

from bridge.commands.fleet_arguments import add_fleet


def parse(*words: str) -> argparse.Namespace:
    told = argparse.ArgumentParser(add_help=False)
    told.add_argument("--json", action="store_true")
    parser = argparse.ArgumentParser(parents=[told])
    add_fleet(parser, told)
    return parser.parse_args(words)


def test_without_an_action_all_robots_are_listed() -> None:
    given = parse()
    assert (given.action, given.watch, given.filter, given.lang) == (None, False, [], "de")
    given = parse("--watch", "--filter", "away", "battery<30", "--lang", "en")
    assert (given.watch, given.filter, given.lang) == (True, ["away", "battery<30"], "en")


def test_errands_name_robots() -> None:
    given = parse("identify", "karlsson-1", "k-*", "--lang", "en", "--json")
    assert (given.action, given.robots, given.lang) == ("identify", ["karlsson-1", "k-*"], "en")
    assert given.json
    assert str(parse("logs", "all", "--out", "there").out) == "there"
