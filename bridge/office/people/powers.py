"""PURE. Rights of each role, as a table for people, drawn from the rules themselves. No I/O."""

from typing import NamedTuple

from bridge.base.words import Words
from bridge.lending.permissions import GRANTED, ROLES, Permission, Role

OWN = Words("eigene", "own")
YES, NO = Words("ja", "yes"), Words("nein", "no")

_LINES: tuple[tuple[Words, Permission], ...] = (
    (Words("Roboter sehen", "See robots"), "see_robots"),
    (Words("Leihen sehen", "See loans"), "see_loans"),
    (Words("Kind (Kürzel) sehen", "See a child (initials)"), "see_children"),
    (Words("Leihe anlegen, verlängern", "Make and extend a loan"), "lend"),
    (Words("Häkchen setzen", "Set ticks"), "tick"),
    (Words("Zustimmung sperren", "Lock after a withdrawal"), "lock"),
    (Words("Wieder freigeben", "Unlock"), "unlock"),
    (Words("Gerät aussperren", "Lock out a device"), "lock_devices"),
    (Words("Roboter neu starten", "Restart a robot"), "care_for_robots"),
    (Words("Anfragen beantworten", "Answer requests"), "handle_requests"),
    (Words("Excel hereinholen", "Take in Excel lists"), "import_lists"),
    (Words("Jahresbericht", "Yearly report"), "see_report"),
    (Words("Verlauf lesen", "Read the history"), "see_history"),
    (Words("Personen, Rollen", "People, roles"), "keep_people"),
    (Words("Fristen, Einstellungen", "Retention, settings"), "keep_settings"),
)


class PowerLine(NamedTuple):
    """One line of the table, with a word for each role."""

    what: Words
    by_role: tuple[Words, ...]


def powers() -> tuple[PowerLine, ...]:
    """Return all lines, roles in their usual order."""
    return tuple(
        PowerLine(what, tuple(_word(role, permission) for role in ROLES))
        for what, permission in _LINES
    )


def _word(role: Role, permission: Permission) -> Words:
    if permission not in GRANTED[role]:
        return NO
    return OWN if role == "school" else YES
