"""News of updates on the page: what happened last, from the updater's own record."""

from robot.settings.texts import Both
from robot.update.record import Records
from robot.update.words import say


def update_told(records: Records | None = None) -> Both | None:
    """Return in words what happened to the last update; None if nothing is known of any."""
    record = (records or Records()).read()
    if not record.code:
        return None
    german, english = (say(record.code, record.facts, language) for language in ("de", "en"))
    return Both(german, english)
