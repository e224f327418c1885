"""PURE. Rows of a request, in the list and on its page. No I/O."""

from datetime import date

from bridge.base.words import Words
from bridge.days.zone import local_day, short, span_words, written
from bridge.lending.asked import ASKER_WORDS, AskedFor
from bridge.lending.waiting import USUAL_WEEKS
from bridge.register.requests import RequestView

NEAR_YEAR_DAYS = 300


def when_words(asked: AskedFor, today: date) -> Words:
    """Return beginning and length, such as `ab 11.01., etwa 10 Wochen`."""
    if asked.from_date is not None and asked.until_date is not None:
        span = span_words(asked.from_date, asked.until_date)
        return Words(f"ab {span.de}", f"from {span.en}")
    if asked.from_date is None:
        begin = Words("Anfang offen", "beginning open")
    elif asked.from_date <= today:
        begin = Words("ab sofort", "from now")
    else:
        near = (asked.from_date - today).days < NEAR_YEAR_DAYS
        day = short(asked.from_date) if near else written(asked.from_date)
        begin = Words(f"ab {day}", f"from {day}")
    if asked.weeks is None:
        return Words(f"{begin.de}, Dauer offen", f"{begin.en}, length open")
    return Words(f"{begin.de}, etwa {asked.weeks} Wochen", f"{begin.en}, about {asked.weeks} weeks")


def since_words(row: RequestView, today: date) -> Words:
    """Return how long somebody waits for an answer."""
    days = (today - local_day(row.facts.asked_at)).days
    if days <= 0:
        return Words("seit heute", "since today")
    if days == 1:
        return Words("seit gestern", "since yesterday")
    return Words(f"seit {days} Tagen", f"for {days} days")


def from_words(asked: AskedFor) -> Words:
    """Return who asks: `von der Familie`."""
    article = {"school": "von der Schule", "family": "von der Familie", "clinic": "von der Klinik"}
    english = ASKER_WORDS[asked.asker].en.lower()
    return Words(article[asked.asker], f"from the {english}")


def length_is_guessed(asked: AskedFor) -> Words | None:
    """Return what the search for a robot assumes, where the request does not say it."""
    if asked.until_date is None and asked.weeks is None:
        return Words(
            f"Die Dauer ist offen. Gesucht wird mit {USUAL_WEEKS} Wochen.",
            f"The length is open. The search takes {USUAL_WEEKS} weeks.",
        )
    return None
