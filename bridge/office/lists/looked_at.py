"""The list that a member looks at, read anew whenever something was said about it."""

import asyncio

from bridge.base.words import Declined, Words
from bridge.lists.reading import ListPlan, read_list
from bridge.lists.waiting import WaitingList
from bridge.office.frame.ask import Ask

PAGE = "/office/lists"

GONE = Words(
    "Diese Liste liegt nicht mehr hier. Bitte wählen Sie die Datei noch einmal.",
    "This list is no longer here. Please choose the file again.",
)


def waiting_list(ask: Ask) -> WaitingList:
    """Return the member's list.

    Raises:
        Declined: No list waits, or nobody has touched it for long.
    """
    found = ask.desk.lists.get(ask.member.id, ask.desk.clock.monotonic_s())
    if found is None:
        raise Declined(GONE)
    return found


async def plan_of(ask: Ask, found: WaitingList) -> ListPlan:
    """Return what a list says with what was answered so far."""
    plan = found.plan
    if plan is None:
        knows = await ask.desk.register.office_knows(ask.member)
        # Beside the loop: a long list takes seconds, and lessons go on meanwhile.
        plan = await asyncio.to_thread(read_list, found.file, knows, found.wishes())
        found.plan = plan
    return plan
