"""PURE. Acts that take trust away for good, which an undo must never bring back. No I/O.

What was revoked never holds again: a tablet that is locked out, a withdrawn code, a renewed link,
somebody who has left. Whoever pressed by mistake opens a new way in; the old one may be in other
hands by then, which is why it was closed.
"""

from collections.abc import Mapping
from typing import Any, Literal

from bridge.base.words import Words

NEW_SHEET = Words(
    "Was gesperrt ist, bleibt gesperrt. Das Tablet braucht ein neues Willkommensblatt.",
    "What is locked out stays locked out. The tablet needs a new welcome sheet.",
)
NEW_LINK = Words(
    "Ein alter Link gilt nie wieder. Machen Sie einen neuen.",
    "An old link never holds again. Make a new one.",
)
NEW_PASSKEY = Words(
    "Ein beendeter Zugang gilt nie wieder. Laden Sie die Person neu ein.",
    "An access that has ended never holds again. Invite the person anew.",
)
OPEN_AGAIN = Words(
    "Das lässt sich nicht zurücknehmen. Die Seite der Leihe hat dafür „Wieder öffnen“.",
    "This cannot be taken back. The loan's page has “Open again” for it.",
)

FOR_GOOD: dict[str, Words] = {
    "device.locked": NEW_SHEET,
    "family.devices_out": NEW_SHEET,
    "code.withdrawn": NEW_SHEET,
    "sheet.printed": NEW_SHEET,
    "links.renewed": NEW_LINK,
    "person.left": NEW_PASSKEY,
    "person.passkey_removed": NEW_PASSKEY,
    "me.passkey_removed": NEW_PASSKEY,
    "loan.locked_by_school": OPEN_AGAIN,
    "loan.locked_by_family": OPEN_AGAIN,
    "loan.locked_by_child": OPEN_AGAIN,
}
"""Kinds of changes that nobody takes back, with the way in that is open instead."""

_SHUT_BY: dict[str, tuple[str, ...]] = {
    "devices": ("locked_at", "unbound_at"),
    "pairings": ("used_at", "withdrawn_at"),
    "ways_in": ("used_at", "withdrawn_at"),
    "people": ("left_at",),
}
"""Columns that hold when a way in was closed, by table."""

_OPENS: dict[str, tuple[str, ...]] = {
    "loans": ("teacher_token_hash", "buddy_hash", "sealed_class_key"),
    "family_links": ("token_hash",),
}
"""Columns that a newer way in overwrites, by table."""

_GONE_FOR_GOOD = frozenset({"devices", "pairings", "ways_in", "passkeys", "family_links"})
"""Tables whose removed rows were ways in."""

Row = Mapping[str, Any]

TakenAway = Literal["loan", "arrival", "return"]
"""Part of a loan that an undo removes: the whole loan, the arrival of its robot, or its return."""


def revives(table: str, now: Row | None, was: Row | None) -> bool:
    """Return whether putting a row back would let in what was shut out.

    Args:
        table: Name of the table.
        now: The row as it is; None where it was removed.
        was: The row as it would be.
    """
    if was is None:
        return False
    if now is None:
        return table in _GONE_FOR_GOOD
    if any(now[name] is not None and was[name] is None for name in _SHUT_BY.get(table, ())):
        return True
    return any(now[name] != was[name] for name in _OPENS.get(table, ()))


def taken_away(now: Row | None, was: Row | None) -> TakenAway | None:
    """Return what putting a loan back takes away of it, if somebody may rely on it by now."""
    if now is None:
        return None
    if was is None:
        return "loan"
    if was["handed_over_at"] is None and now["handed_over_at"] is not None:
        return "arrival"
    if was["returned_at"] is None and now["returned_at"] is not None:
        return "return"
    return None


PAIRED_SINCE: dict[TakenAway, Words] = {
    "loan": Words(
        "Seitdem hat sich ein Tablet mit dieser Leihe verbunden, deshalb lässt sie sich nicht mehr "
        "zurücknehmen. Sie können sie absagen oder die Rückgabe vorbereiten.",
        "A tablet has been connected with this loan since, so it can no longer be taken back. "
        "You can cancel it, or prepare its return.",
    ),
    "arrival": Words(
        "Seitdem hat sich ein Tablet verbunden, deshalb lässt sich die Übergabe nicht mehr "
        "zurücknehmen. Kommt der Roboter zurück, nehmen Sie „Rückgabe vorbereiten“.",
        "A tablet has been connected since, so the handing over can no longer be taken back. "
        "If the robot comes back, use “Prepare return”.",
    ),
    "return": Words(
        "Seitdem hat sich ein Tablet für eine andere Leihe dieses Roboters verbunden, deshalb "
        "lässt sich die Rückgabe nicht mehr zurücknehmen. Legen Sie eine neue Leihe an.",
        "A tablet has been connected for another loan of this robot since, so the return can no "
        "longer be taken back. Make a new loan.",
    ),
}
"""Reasons why a change of a loan is not taken back once somebody has paired."""
