import io
import json

from rich.console import Console

from bridge.tables.cells import CellPlace
from technician.commands import show
from technician.commands.jobs import CardOutcome, State
from technician.lists.records import Enterprise, ListedRobot, SharedPassword, Wifi
from technician.lists.remarks import Remark

ROBOT = ListedRobot(
    "kaethe",
    "Käthe [red]",
    "KRL-1",
    CellPlace("Geräte", 2),
    "wss://a/signal",
    Wifi("Schule", SharedPassword("sae", "geheim"), hidden=True),
    token="geheim-token",
)


def drawn(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def paper(width: int = 120) -> Console:
    return Console(file=io.StringIO(), width=width, highlight=False)


def test_the_table_shows_each_robot_and_no_secret() -> None:
    console = paper()
    outcomes = [CardOutcome(ROBOT, "failed", "/dev/sdb", "is full"), CardOutcome(ROBOT, "written")]
    console.print(show.table(outcomes))
    show.tell_failures(outcomes, console)
    text = drawn(console)
    for part in ("kaethe", "Käthe [red]", "Schule (WPA3, hidden)", "/dev/sdb", "failed"):
        assert part in text
    assert "✗ kaethe: is full" in text
    assert "geheim" not in text + show.as_json(outcomes, ())


def test_networks_in_a_few_words() -> None:
    assert show.network(None) == "cable"
    assert show.network(Wifi("a")) == "a (open)"
    assert show.network(Wifi("a", Enterprise("ttls", "u"))) == "a (TTLS)"
    assert show.network(Wifi("a", SharedPassword("wpa-psk", "x"))) == "a (WPA2)"


def test_mistakes_come_last_where_they_are_seen() -> None:
    console = paper(20)
    show.tell_remarks(
        [Remark("wrong", "row 5", "is [missing]", "write it"), Remark("note", "row 1", "told")],
        console,
    )
    assert drawn(console).splitlines() == ["· row 1: told", "✗ row 5: is [missing]; write it"]


def test_the_last_line_says_what_comes_next() -> None:
    def told(*states: State) -> str:
        return show.summary([CardOutcome(ROBOT, state) for state in states])

    assert told("written", "written", "as before") == "2 written, 1 as before."
    assert "next cards" in told("written", "waiting")
    assert "same command" in told("waiting", "failed")


def test_json_for_programs() -> None:
    found = json.loads(
        show.as_json([CardOutcome(ROBOT, "written", "x")], [Remark("note", "row 1", "a", "b")])
    )
    assert found["cards"][0]["id"] == "kaethe"
    assert found["remarks"] == [{"weight": "note", "where": "row 1", "what": "a", "remedy": "b"}]


def test_a_bar_for_each_card() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=80)
    with show.Bars(console, 100) as bars:
        bars.add(ROBOT)
        bars.advance(ROBOT, 50)
        bars.finish(CardOutcome(ROBOT, "written"))
        bars.finish(CardOutcome(ROBOT, "failed"))
    assert "failed" in drawn(console)
    quiet = paper()
    with show.Bars(quiet, 0) as bars:
        bars.add(ROBOT)
        bars.advance(ROBOT, 50)
        bars.finish(CardOutcome(ROBOT, "written"))
    assert "Käthe" not in drawn(quiet)
