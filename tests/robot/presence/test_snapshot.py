from hardware.contract.wire import Fault
from robot.presence.classroom import Classroom
from robot.presence.events import BodyReported
from robot.presence.rights import ChildRights
from robot.presence.signals import Facts
from robot.presence.snapshot import facts_of, snapshot_of
from robot.presence.standing import Standing
from robot.presence.understanding import Understood
from robot.presence.wishes import Wishes


def linked() -> Classroom:
    classroom = Classroom()
    classroom.body_linked()
    return classroom


def facts(standing: Standing, *, played: bool = False, away: bool = False) -> Facts:
    return facts_of(
        standing,
        linked(),
        50.0,
        somebody=True,
        joining=False,
        away=away,
        played=played,
        speaking=True,
        understood=Understood(),
    )


def test_a_child_that_is_not_played_neither_speaks_nor_whispers() -> None:
    standing = Standing()
    standing.whisper = True
    silent, loud = facts(standing), facts(standing, played=True)
    assert (silent.speaking, silent.whispering) == (False, False)
    assert (loud.speaking, loud.whispering) == (True, True)


def test_a_line_is_gone_when_either_end_says_so() -> None:
    standing = Standing()
    assert not facts(standing).line_gone
    assert facts(standing, away=True).line_gone
    standing.measure("lost", "full")
    assert facts(standing).line_gone


def test_a_body_that_is_away_shows_a_fault_and_says_why() -> None:
    told = snapshot_of(
        Standing(),
        Classroom(),
        0.0,
        presence_id=None,
        shown=None,
        connected=False,
        away=False,
        wishes=Wishes(ChildRights(Classroom())),
    )
    assert (told.signal, told.lost) == ("fault", ("body",))
    assert told.fault


def test_a_stay_without_a_line_is_told_as_lost() -> None:
    classroom = linked()
    classroom.body_reported(BodyReported("fault", faults=(Fault("driver", "pan", "Hot."),)), 1.0)
    told = snapshot_of(
        Standing(),
        classroom,
        0.0,
        presence_id="P" * 22,
        shown="line_bad",
        connected=False,
        away=True,
        wishes=Wishes(ChildRights(classroom)),
    )
    assert (told.presence, told.line) == ("P" * 22, "lost")
    assert "Hot." in (told.fault or "")
