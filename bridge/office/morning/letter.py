"""PURE. The mail at seven: when it leaves, and what it says. No I/O."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bridge.base.words import Language, Words
from bridge.mail.letter_queue import AutomaticLetter
from bridge.office.desk.line_parts import TodayFacts, TodayLine
from bridge.office.frame.saying import long_day

LATEST = timedelta(hours=1)
"""Time after which a morning that was missed is not made up for."""

SATURDAY = 5
MOST_LINES = 40

GROUPS = (
    (True, Words("Jetzt", "Now")),
    (False, Words("Diese Woche", "This week")),
)


def is_due(now: datetime, at: time, last: date | None) -> bool:
    """Return whether the mail leaves now.

    Args:
        now: Local time of the schools.
        at: When it leaves.
        last: Day of the last one.
    """
    since = datetime.combine(now.date(), at, now.tzinfo)
    return last != now.date() and since <= now < since + LATEST


def nameless(facts: TodayFacts) -> TodayFacts:
    """Return facts without the short names of children: a mail is read anywhere."""
    return replace(
        facts,
        robots=[
            replace(
                robot,
                kept=replace(
                    robot.kept,
                    loans=tuple(replace(loan, short_name="") for loan in robot.kept.loans),
                ),
            )
            for robot in facts.robots
        ],
    )


def morning_letter(
    to: str, lines: Sequence[TodayLine], today: date, language: Language, url: str
) -> AutomaticLetter | None:
    """Return the mail, or None where nothing needs anybody.

    On weekends only what cannot wait is told. A line names robots and schools, never a child.

    Args:
        url: Address of the bridge.
    """
    told = [line for line in lines if line.is_now or today.weekday() < SATURDAY]
    if not told:
        return None
    count = len(told)
    subject = Words(
        f"Karlsson: {count} Sachen heute" if count > 1 else "Karlsson: 1 Sache heute",
        f"Karlsson: {count} things today" if count > 1 else "Karlsson: 1 thing today",
    )
    parts = [long_day(today).said(language)]
    for is_now, title in GROUPS:
        group = [line for line in told[:MOST_LINES] if line.is_now == is_now]
        if group:
            rows = "\n".join(_row(line, language) for line in group)
            parts.append(f"{title.said(language)}\n{rows}")
    if count > MOST_LINES:
        more = count - MOST_LINES
        parts.append(Words(f"und {more} weitere", f"and {more} more").said(language))
    parts.append(f"{url}/office/today")
    parts.append(
        Words(
            "Sie bekommen diese Mail, weil Sie sie unter „Ich“ eingeschaltet haben. Dort geht sie "
            "auch wieder aus.",
            "You get this mail because you switched it on under “Me”. There you can switch it off.",
        ).said(language)
    )
    return AutomaticLetter(to, subject.said(language), "\n\n".join(parts) + "\n")


def _row(line: TodayLine, language: Language) -> str:
    context = line.context.said(language)
    mark = f" ({line.mark[1].said(language)})" if line.mark else ""
    return f"- {line.title.said(language)}{mark}" + (f"\n  {context}" if context else "")
