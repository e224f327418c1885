"""Commands about backups, erasing, and how long data is kept."""

import dataclasses
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bridge.base.clock import Clock
from bridge.base.errors import BadRequest, NotKnown, StoreError
from bridge.base.words import Declined, NotYours
from bridge.commands.result import CommandResult, when
from bridge.keeping.backups import LIST, forget_backups, make_backup, open_backup
from bridge.keeping.restoring import restore
from bridge.keeping.sealing import Lock, check_passphrase, new_key
from bridge.lending.permissions import COMMAND_LINE
from bridge.lending.retention import KINDS
from bridge.process import atomic, file_words
from bridge.register.register import Register
from bridge.store import Store
from bridge.store.address import read
from bridge.store.backup import Backups
from bridge.store.erased import ErasedList
from bridge.store.scrubbing import scrub


@dataclass(frozen=True)
class KeptWhere:
    """Usual places of backups.

    Args:
        folder: Value of `backup.folder`; None if it is not set.
        days: Value of `backup.keep_days`.
        erased: The list of erased loans.
    """

    folder: Path | None
    days: int
    erased: tuple[Path, ...]


NO_PLACE = (
    "nothing says where the backup goes: name --to PLACE, or set backup.folder in bridge.toml"
)


def nothing_to_do() -> CommandResult:
    """Say that nothing says where backups go, which is no fault of a timer."""
    text = "No backup: bridge.toml has no backup.folder and backup.recipients."
    return CommandResult({"file": None}, text)


def make_key(path: Path) -> CommandResult:
    """Make a key for backups: the file leaves the bridge, the public half goes to bridge.toml."""
    text, public = new_key()
    try:
        atomic.write_new(path, text.encode())
    except FileExistsError:
        raise BadRequest(f"{path} is there already; a key is never replaced") from None
    except OSError as error:
        raise StoreError(f"{path}: {file_words.of_file(path, error)}") from error
    lines = (
        f'In bridge.toml, section [backup]: recipients = ["{public}"]',
        f"Put {path} somewhere else, best on two sticks and on paper, and remove it here:",
        "without it no backup can be opened, and with it everybody opens them all.",
    )
    return CommandResult({"key": str(path), "recipient": public}, "\n".join(lines))


def backup(
    url: str,
    password: str,
    place: Path | None,
    kept: KeptWhere,
    lock: Lock,
) -> CommandResult:
    """Write an encrypted backup, also while the bridge runs.

    Args:
        url: Value of `storage.url`.
        password: Of PostgreSQL.
        place: Of the backup; None takes the folder.
        kept: Where they usually go, and how long they stay there.
        lock: Whoever may open it.
    """
    goal = place or kept.folder
    if goal is None:
        raise BadRequest(NO_PLACE)
    now = datetime.now(UTC)
    path, size = make_backup(read(url), password, lock, goal, now)
    ErasedList(kept.erased).copy_to(path.parent / LIST)
    gone = forget_backups(goal, kept.days, now) if place is None else []
    data = {"file": str(path), "bytes": size, "removed": [str(one) for one in gone]}
    text = f"Backup: {path} ({size / 1e6:.1f} MB)"
    return CommandResult(data, text + (f"\nOld ones removed: {len(gone)}" if gone else ""))


async def put_back(
    url: str,
    password: str,
    backups: Backups,
    path: Path,
    key_text: str,
    passphrase: str,
    is_forced: bool,
) -> CommandResult:
    """Put a backup in the place of the database."""
    opened = open_backup(path, key_text, passphrase)
    beside = (*(backups.erased or ()), path.absolute().parent / LIST)
    backups = dataclasses.replace(backups, erased=beside)
    told = await restore(opened, url, password, backups, is_forced)
    made = opened.made.isoformat()
    data = {
        **{"made": made, "robots": told.robots, "loans": told.loans, "erased": told.erased},
        "carried": told.carried,
        "replaced": str(told.replaced) if told.replaced else None,
    }
    lines = [
        f"Restored, as of {made}: {told.robots} robots, {told.loans} loans "
        f"({told.erased} of them erased).",
        "Unused codes and invitations are withdrawn; print new welcome sheets where needed.",
        "Tablets locked out and links renewed since stay so."
        if told.carried
        else "Nobody could say what was taken back since: look at tablets, links and people.",
    ]
    if told.replaced:
        lines.append(f"The database of before: {told.replaced}; it is removed after 30 days.")
    return CommandResult(data, "\n".join(lines))


async def erase_loan(store: Store, loan_id: int) -> CommandResult:
    """Erase one loan that is over."""
    register = Register(store.database, Clock())
    try:
        number = await register.erase_loan(COMMAND_LINE, loan_id)
    except NotYours:
        raise NotKnown(f"there is no loan {loan_id}; `loan list` shows all") from None
    except Declined as refused:
        raise BadRequest(f"loan {loan_id}: {refused.words.en}") from None
    await scrub(store.database)
    protocol = await register.erasure(COMMAND_LINE, number)
    counts = ", ".join(f"{count} {name}" for name, count in protocol.counts.items() if count)
    data = {"protocol": number, "loan": loan_id, "counts": dict(protocol.counts)}
    return CommandResult(data, f"Loan {loan_id} is erased: {counts}. Protocol {number}.")


async def erase_due(store: Store) -> CommandResult:
    """Erase every loan whose time is up, and all else that is old enough."""
    register = Register(store.database, Clock())
    numbers = await register.erase_due()
    counts = await register.forget()
    await scrub(store.database)
    data = {"protocols": numbers, "counts": counts}
    others = ", ".join(f"{count} {name}" for name, count in counts.items())
    text = f"Erased loans: {len(numbers)}" + (f"; besides: {others}" if others else "")
    return CommandResult(data, text)


async def list_erasures(store: Store) -> CommandResult:
    """List the protocols of erased loans."""
    found = await Register(store.database, Clock()).erasures(COMMAND_LINE)
    rows = [
        {
            **{"protocol": one.number, "loan": one.loan_id, "robot": one.robot_id},
            **{"at": when(one.at), "counts": dict(one.counts)},
        }
        for one in found
    ]
    lines = [f"{one.number}\tloan {one.loan_id}\t{one.robot_id}\t{when(one.at)}" for one in found]
    return CommandResult(rows, "\n".join(lines) or "No loan was erased yet.")


async def list_periods(store: Store) -> CommandResult:
    """List how long each kind is kept."""
    days = await Register(store.database, Clock()).periods()
    rows = [
        {"kind": one.name, "days": days[one.name], "what": one.what.en, "since": one.since.en}
        for one in KINDS
    ]
    lines = [f"{row['kind']}\t{row['days']} days {row['since']}\t{row['what']}" for row in rows]
    return CommandResult(rows, "\n".join(lines))


async def set_period(store: Store, kind: str, days: int) -> CommandResult:
    """Set how long a kind is kept."""
    register = Register(store.database, Clock())
    try:
        await register.set_period(COMMAND_LINE, kind, days)
    except Declined as refused:
        named = ", ".join(one.name for one in KINDS)
        raise BadRequest(f"{kind}: {refused.words.en} Kinds: {named}") from None
    return CommandResult({"kind": kind, "days": days}, f"{kind}: {days} days.")


def read_secret(path: Path | None) -> str:
    """Return what a file with a key or a passphrase holds; empty without a file."""
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadRequest(f"{path}: {file_words.of_file(path, error)}") from error
    except UnicodeDecodeError:
        raise BadRequest(f"{path}: must hold text") from None


def lock_of(recipients: list[str], configured: tuple[str, ...], passphrase: Path | None) -> Lock:
    """Return whoever may open a backup, as named or as configured."""
    if passphrase is not None:
        return Lock(passphrase=check_passphrase(read_secret(passphrase)))
    return Lock(tuple(recipients) or configured)
