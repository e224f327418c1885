"""PURE. Roles of the staff, and what each may do. No I/O."""

from dataclasses import dataclass
from typing import Literal, get_args

from bridge.base.words import Words

Role = Literal["lead", "office", "school", "reader"]
"""Leitung, Büro, Schule (own school only), Lesen."""
ROLES: tuple[Role, ...] = get_args(Role)

ROLE_WORDS: dict[Role, Words] = {
    "lead": Words("Leitung", "Lead"),
    "office": Words("Büro", "Office"),
    "school": Words("Schule", "School"),
    "reader": Words("Lesen", "Read only"),
}
"""Names of the roles, in the order in which people are listed."""

Permission = Literal[
    "see_today",
    "see_robots",
    "care_for_robots",  # note, identify, check, restart
    "own_robots",  # take in, scrap, workshop
    "see_loans",
    "lend",  # create, move, extend, cancel, swap, return
    "report_arrival",  # arrival and sending back
    "see_children",
    "tick",
    "lock",
    "unlock",
    "lock_devices",
    "print_links",  # welcome sheet, teacher's link
    "set_rights",
    "see_papers",
    "print_papers",
    "see_requests",
    "handle_requests",
    "see_schools",
    "keep_schools",
    "import_lists",
    "export_lists",
    "see_report",
    "keep_people",
    "keep_settings",  # retention, profiles
    "erase",
    "see_history",
    "run_fleet",  # enrolment tokens, updates, alarms
]

_SCHOOL: frozenset[Permission] = frozenset(
    {
        *("see_today", "see_robots", "care_for_robots", "see_loans", "report_arrival"),
        *("see_children", "tick", "lock", "lock_devices", "print_links", "set_rights"),
        *("see_papers", "print_papers", "see_requests", "see_schools", "export_lists"),
        "see_history",
    }
)
_READER: frozenset[Permission] = frozenset(
    {"see_robots", "see_loans", "see_papers", "see_requests", "see_report", "export_lists"}
)
_ALL: frozenset[Permission] = frozenset(get_args(Permission))
_LEAD_ALONE: frozenset[Permission] = frozenset({"keep_people", "keep_settings"})

GRANTED: dict[Role, frozenset[Permission]] = {
    "lead": _ALL,
    "office": _ALL - _LEAD_ALONE,
    "school": _SCHOOL,
    "reader": _READER,
}
"""Permissions of each role; a school reaches its own rows alone (`Member.school_id`)."""


TAKES_BACK: dict[str, Permission] = {
    "person": "keep_people",
    "retention": "keep_settings",
    "setting": "keep_settings",
    "settings": "keep_settings",
}
"""Permission needed to take back a change, by the part of its kind before the dot."""


@dataclass(frozen=True)
class Member:
    """One of the people who sign in, as the rules see them.

    Args:
        id: Number of the person; 0 for the command line.
        school_id: The only school whose rows they reach; None reaches all.
    """

    id: int
    name: str
    role: Role
    school_id: int | None = None

    def may(self, permission: Permission) -> bool:
        """Return whether the role grants it."""
        return permission in GRANTED[self.role]

    def reaches(self, school_id: int | None) -> bool:
        """Return whether a row of this school, or of none, may be seen."""
        return self.role != "school" or (school_id is not None and school_id == self.school_id)

    def may_take_back(self, kind: str, made_by: int) -> bool:
        """Return whether a change may be undone: one's own, or as lead and office also others'.

        A school that reads what the office did for it must not undo it. Its own lock it cannot
        undo either: a class whose consent was withdrawn is opened again by the office.

        Args:
            kind: Of the change.
            made_by: Number of the person who made it.
        """
        needed = TAKES_BACK.get(kind.partition(".")[0])
        if needed is not None and not self.may(needed):
            return False
        if self.role in ("lead", "office"):
            return True
        return made_by == self.id and not kind.startswith("loan.locked")


COMMAND_LINE = Member(0, "karlsson-bridge", "lead")
"""Whoever may run commands on the server may do everything; the history says so."""
