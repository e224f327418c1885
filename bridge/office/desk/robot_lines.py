"""PURE. Lines of the page *today* about one robot. No I/O."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bridge.base.words import Words
from bridge.days.school_days import is_school_day
from bridge.days.zone import days_of, local_day
from bridge.office.desk.line_parts import (
    CALL,
    SEE,
    LineAct,
    TodayFacts,
    TodayLine,
    joined,
    on_day,
    school_days_words,
    since_day,
    where_of,
)
from bridge.office.desk.robot_state import DeskRobot
from bridge.office.frame.saying import day
from bridge.register.robots import RobotLoan

ENDS_SOON = timedelta(days=7)
BEGINS_SOON_DAYS = 5
"""School days before its first one at which a loan should be ready."""

UNCHECKED_S = 3 * 86_400


def lines_of_robot(robot: DeskRobot, facts: TodayFacts) -> list[TodayLine]:
    """Return the lines about one robot."""
    loan, after = robot.kept.loan, robot.kept.following
    found = [_help(robot, facts), _charge(robot, facts), _unseen(robot, facts)]
    found += [_fault(robot), _check(robot, facts)]
    if loan is not None:
        found += [_lock(robot, loan, facts), _overdue(robot, loan, facts)]
        found += [_not_ready(robot, loan, facts), _ends(robot, loan, facts)]
        found.append(_wish(robot, loan, facts))
    if after is not None:
        found.append(_not_ready(robot, after, facts))
    return [line for line in found if line is not None]


def _help(robot: DeskRobot, facts: TodayFacts) -> TodayLine | None:
    since = robot.live.help_since
    if since is None:
        return None
    minutes = max(0, int(facts.now.timestamp() - since) // 60)
    said = Words("gerade eben", "just now") if minutes < 1 else _minutes(minutes)
    return TodayLine(
        f"help:{robot.id}",
        1,
        Words(f"{robot.name} ruft um Hilfe", f"{robot.name} calls for help"),
        where_of(robot.kept.loan),
        _calls(robot, facts, is_main=True),
        is_now=True,
        mark=("bad", said),
        robot=robot,
        stays=True,
    )


def _minutes(minutes: int) -> Words:
    if minutes == 1:
        return Words("seit 1 Minute", "for 1 minute")
    return Words(f"seit {minutes} Minuten", f"for {minutes} minutes")


def _lock(robot: DeskRobot, loan: RobotLoan, facts: TodayFacts) -> TodayLine | None:
    if loan.state != "locked":
        return None
    name = robot.name
    title = Words(f"{name} ist gesperrt", f"{name} is locked")
    if loan.locked_by in ("family", "child"):
        title = Words(
            f"Zustimmung zurückgezogen, {name} ist zu", f"Consent withdrawn, {name} is closed"
        )
    mark = None
    if loan.locked_at:
        since = since_day(local_day(loan.locked_at), facts.now.date())
        mark = ("bad", Words(f"seit {since.de}", f"since {since.en}"))
        if local_day(loan.locked_at) == facts.now.date():
            mark = ("bad", Words("seit heute", "since today"))
    return TodayLine(
        f"lock:{loan.id}",
        2,
        title,
        where_of(loan),
        (LineAct(SEE, f"/office/loans/{loan.id}"),),
        is_now=True,
        mark=mark,
        robot=robot,
        stays=True,
    )


def _charge(robot: DeskRobot, facts: TodayFacts) -> TodayLine | None:
    if not robot.charge:
        return None
    is_now = robot.charge == "morning"
    title = Words(f"{robot.name} hat nachts nicht geladen", f"{robot.name} did not charge at night")
    if not is_now:
        title = Words(f"{robot.name} lädt noch nicht", f"{robot.name} is not charging yet")
    level = robot.battery
    mark = ("bad", Words(f"{level} %", f"{level} %")) if level is not None else None
    return TodayLine(
        f"charge:{robot.id}",
        3,
        title,
        where_of(robot.kept.loan),
        _calls(robot, facts),
        is_now=is_now,
        mark=mark,
        robot=robot,
    )


def _overdue(robot: DeskRobot, loan: RobotLoan, facts: TodayFacts) -> TodayLine | None:
    if loan.state != "overdue":
        return None
    days = (facts.now.date() - loan.last).days
    ago = Words("seit gestern", "since yesterday")
    if days > 1:
        ago = Words(f"seit {days} Tagen", f"for {days} days")
    where, after = where_of(loan), robot.kept.following
    if after is not None:
        first = day(after.first, False)
        where = Words(
            f"{where.de} · wird ab {first} woanders gebraucht",
            f"{where.en} · is needed elsewhere from {first}",
        )
    acts: tuple[LineAct, ...] = (LineAct(SEE, f"/office/loans/{loan.id}"),)
    if facts.lends:
        acts = (_extend(loan), _return(loan))
    return TodayLine(
        f"overdue:{loan.id}",
        4,
        Words(f"{robot.name} ist überfällig", f"{robot.name} is overdue"),
        where,
        acts,
        mark=("warn", ago),
        robot=robot,
    )


def _fault(robot: DeskRobot) -> TodayLine | None:
    if robot.kept.loan is None or robot.live.state != "fault":
        return None
    return TodayLine(
        f"fault:{robot.id}",
        4.5,
        Words(f"{robot.name} meldet eine Störung", f"{robot.name} reports a fault"),
        where_of(robot.kept.loan),
        (LineAct(SEE, f"/office/robots/{robot.id}"),),
        robot=robot,
    )


def _unseen(robot: DeskRobot, facts: TodayFacts) -> TodayLine | None:
    if robot.missed == 0:
        return None
    seen, today = robot.live.seen_at, facts.now.date()
    name = robot.name
    title = Words(f"{name} war noch nie zu sehen", f"{name} has never been seen")
    parts = [where_of(robot.kept.loan), school_days_words(robot.missed)]
    if seen is not None:
        since = since_day(local_day(seen), today)
        title = Words(
            f"{name} ist seit {since.de} nicht zu sehen",
            f"{name} has not been seen since {since.en}",
        )
        last = datetime.fromtimestamp(seen, facts.now.tzinfo)
        parts.append(Words(f"zuletzt {last:%d.%m., %H:%M}", f"last on {last:%d.%m., %H:%M}"))
    return TodayLine(
        f"unseen:{robot.id}",
        5,
        title,
        joined(parts),
        _calls(robot, facts),
        robot=robot,
    )


def _not_ready(robot: DeskRobot, loan: RobotLoan, facts: TodayFacts) -> TodayLine | None:
    today = facts.now.date()
    if loan.state not in ("reserved", "handed_over") or not _begins_soon(loan, today):
        return None
    missing = [*facts.missing.get(loan.id, ())]
    if not missing and loan.state == "handed_over":
        return None
    if not missing and loan.first > today:
        return None
    when = on_day(loan.first, today)
    name = robot.name
    if missing:
        title = Words(
            f"{name} darf {when.de} noch nicht anfangen", f"{name} may not begin {when.en} yet"
        )
        if loan.first <= today:
            title = Words(f"{name} darf noch nicht anfangen", f"{name} may not begin yet")
        act = LineAct(Words("Häkchen setzen", "Set the tick"), f"/office/loans/{loan.id}")
        parts = [where_of(loan), _missing(missing)]
    else:
        title = Words(f"{name} ist noch nicht übergeben", f"{name} is not handed over yet")
        act = LineAct(Words("Übergeben", "Hand over"), f"/office/loans/{loan.id}/hand-over")
        first = day(loan.first, False)
        parts = [where_of(loan), Words(f"Beginn war {first}", f"the beginning was {first}")]
        if loan.first == today:
            parts[1] = Words("beginnt heute", "begins today")
    return TodayLine(
        f"begin:{loan.id}",
        6,
        title,
        joined(parts),
        (act,),
        is_now=loan.first <= today,
        robot=robot,
    )


def _begins_soon(loan: RobotLoan, today: date) -> bool:
    if loan.first <= today:
        return True
    if (loan.first - today).days > 30:
        return False
    between = days_of(today, loan.first - timedelta(days=1))
    return sum(is_school_day(one, loan.federal_state) for one in between) <= BEGINS_SOON_DAYS


def _missing(missing: Sequence[Words]) -> Words:
    first = missing[0]
    if len(missing) == 1:
        return Words(f"1 Häkchen fehlt: {first.de}", f"1 tick is missing: {first.en}")
    count = len(missing)
    return Words(
        f"{count} Häkchen fehlen: {first.de} …", f"{count} ticks are missing: {first.en} …"
    )


def _ends(robot: DeskRobot, loan: RobotLoan, facts: TodayFacts) -> TodayLine | None:
    today = facts.now.date()
    if loan.state != "running" or not today <= loan.last <= today + ENDS_SOON:
        return None
    when = on_day(loan.last, today)
    parts = [where_of(loan)]
    if loan.short_name:
        parts.append(Words(loan.short_name, loan.short_name))
    after = robot.kept.following
    if after is not None:
        free = day(after.first - timedelta(days=1), False)
        parts.append(Words(f"danach frei bis {free}", f"free until {free} then"))
    acts = (_extend(loan), _return(loan)) if facts.lends else (_return(loan),)
    return TodayLine(
        f"ends:{loan.id}",
        7,
        Words(f"{robot.name} kommt {when.de} zurück", f"{robot.name} comes back {when.en}"),
        joined(parts),
        acts,
        robot=robot,
    )


def _wish(robot: DeskRobot, loan: RobotLoan, facts: TodayFacts) -> TodayLine | None:
    if loan.id not in facts.wishes:
        return None
    return TodayLine(
        f"wish:{loan.id}",
        7.5,
        Words(
            f"Eine Familie möchte bei {robot.name} etwas wieder einschalten",
            f"A family would like to switch something on again at {robot.name}",
        ),
        where_of(loan),
        (LineAct(SEE, f"/office/loans/{loan.id}"),),
        robot=robot,
    )


def _check(robot: DeskRobot, facts: TodayFacts) -> TodayLine | None:
    since = robot.kept.check_since
    if since is None or facts.now.timestamp() - since < UNCHECKED_S or robot.kept.workshop_since:
        return None
    note = robot.kept.check_note
    said = since_day(local_day(since), facts.now.date())
    parts = [Words(f"seit {said.de}", f"since {said.en}"), Words(note, note)]
    return TodayLine(
        f"check:{robot.id}",
        9,
        Words(
            f"{robot.name} ist zurück und noch nicht geprüft",
            f"{robot.name} is back and not checked yet",
        ),
        joined(parts),
        (LineAct(Words("Prüfen", "Check it"), f"/office/robots/{robot.id}"),),
        robot=robot,
    )


def _extend(loan: RobotLoan) -> LineAct:
    return LineAct(Words("Verlängern", "Extend"), f"/office/loans/{loan.id}/days")


def _return(loan: RobotLoan) -> LineAct:
    return LineAct(
        Words("Rückgabe vorbereiten", "Prepare the return"), f"/office/loans/{loan.id}/return"
    )


def _calls(robot: DeskRobot, facts: TodayFacts, is_main: bool = False) -> tuple[LineAct, ...]:
    """Return the buttons that lead to whoever is beside a robot."""
    see = LineAct(SEE, f"/office/robots/{robot.id}")
    loan = robot.kept.loan
    phone = facts.phones.get(loan.school_id or 0) if loan else None
    if not phone or not facts.lends:
        return (see,)
    call = LineAct(CALL, f"tel:{phone.replace(' ', '')}", "phone", is_main)
    return (call, see) if is_main else (see, call)
