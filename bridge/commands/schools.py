"""Commands about schools and children."""

import argparse
from dataclasses import replace

from bridge.base.clock import Clock
from bridge.base.errors import Conflict, NotKnown
from bridge.base.words import NotYours
from bridge.commands.result import CommandResult
from bridge.lending.permissions import COMMAND_LINE
from bridge.register.children import Child
from bridge.register.register import Register
from bridge.register.schools import Contact, SchoolRecord
from bridge.store import Store


async def find_school(register: Register, named: str) -> SchoolRecord:
    """Return the school with this number, or of this name.

    Raises:
        NotKnown: No such school exists.
        Conflict: Several have this name.
    """
    schools = await register.schools(COMMAND_LINE)
    wanted = named.strip().casefold()
    found = [one for one in schools if str(one.id) == wanted]
    found = found or [
        one
        for one in schools
        if wanted in {name.casefold() for name in (one.name, one.called, *one.also_called)}
    ]
    if not found:
        raise NotKnown(f"no school is called {named[:60]!r}; `school list` shows all")
    if len(found) > 1:
        numbers = ", ".join(str(one.id) for one in found)
        raise Conflict(f"several schools are called {named[:60]!r}; name one by number: {numbers}")
    return found[0]


async def run_school(store: Store, options: argparse.Namespace) -> CommandResult:
    """Carry out a command about schools.

    Raises:
        NotKnown: There is no such school.
        Declined: Something cannot be, in words.
    """
    register = Register(store.database, Clock())
    match options.action:
        case "add":
            new = SchoolRecord(
                0, options.name, options.town, options.postcode, options.state.upper()
            )
            made = await register.add_school(COMMAND_LINE, new)
            return _school(await register.school(COMMAND_LINE, made.id))
        case "change":
            school = await find_school(register, options.school)
            wanted = {
                name: getattr(options, name)
                for name in ("name", "town", "postcode", "state", "note")
                if getattr(options, name) is not None
            }
            if "state" in wanted:
                wanted["state"] = wanted["state"].upper()
            await register.save_school(COMMAND_LINE, replace(school, **wanted))
            return _school(await register.school(COMMAND_LINE, school.id))
        case "contact":
            school = await find_school(register, options.school)
            contact = Contact(0, school.id, options.name, options.phone, options.email)
            made = await register.add_contact(COMMAND_LINE, contact)
            data = {"id": made.id, "school": school.id}
            return CommandResult(data, f"{school.called} has a contact more.")
        case _:
            schools = await register.schools(COMMAND_LINE)
            lines = [f"{one.id}\t{one.state}\t{one.called}" for one in schools]
            rows = [_row(one) for one in schools]
            return CommandResult(rows, "\n".join(lines) or "No school yet.")


async def run_child(store: Store, options: argparse.Namespace) -> CommandResult:
    """Carry out a command about children.

    Raises:
        NotKnown: There is no such child.
        Declined: Something cannot be, in words.
    """
    register = Register(store.database, Clock())
    if options.action == "rename":
        try:
            child = await register.child(COMMAND_LINE, options.child)
        except NotYours:
            raise NotKnown(f"there is no child {options.child}; `child list` shows all") from None
        name = options.name if options.name is not None else child.short_name
        class_name = options.class_name if options.class_name is not None else child.class_name
        await register.save_child(
            COMMAND_LINE, replace(child, short_name=name, class_name=class_name)
        )
        return _child(await register.child(COMMAND_LINE, child.id))
    children = await register.children(COMMAND_LINE)
    lines = [f"{one.id}\t{one.short_name}\t{one.class_name}\t{one.school_name}" for one in children]
    data = [_child_row(one) for one in children]
    return CommandResult(data, "\n".join(lines) or "No child yet.")


def _school(school: SchoolRecord) -> CommandResult:
    return CommandResult(_row(school), f"School {school.id}: {school.called} ({school.state})")


def _row(school: SchoolRecord) -> dict[str, object]:
    return {
        "id": school.id,
        "name": school.name,
        "town": school.town,
        "postcode": school.postcode,
        "state": school.state,
        "also_called": list(school.also_called),
    }


def _child(child: Child) -> CommandResult:
    text = f"Child {child.id}: {child.short_name}, class {child.class_name or '-'}"
    return CommandResult(_child_row(child), text)


def _child_row(child: Child) -> dict[str, object]:
    return {
        "id": child.id,
        "pupil": child.short_name,
        "class": child.class_name,
        "school": child.school_name,
        "loans": child.loans,
    }
