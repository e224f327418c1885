"""Commands of a technician: robots, loans, pairings and devices."""

import hashlib
import secrets
import time
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, get_args

import msgspec

from bridge.base.errors import BadRequest, Conflict, NotKnown
from bridge.base.records import Device, Loan, Pairing, PairingKind, Robot
from bridge.protocol import fields, keys, proofs
from bridge.protocol.errors import ProtocolError
from bridge.protocol.fields import RightName
from bridge.protocol.openings import LoanRights
from bridge.signaling import access
from bridge.signaling.loan_links import LoanLinks, has_key
from bridge.store import Store

RIGHTS: tuple[RightName, ...] = get_args(RightName)

DEVICE_CODE_DIGITS = 8
"""Short enough to read aloud, long enough to tell a school's tablets apart."""


@dataclass(frozen=True)
class CommandResult:
    """Result of a command: data for programs, text for people, a link to scan."""

    data: dict[str, Any] | list[dict[str, Any]]
    text: str
    link: str = ""


async def add_robot(
    store: Store, robot_id: str, name: str, key: str, replace_key: bool
) -> CommandResult:
    """Add a robot by its public key, or rename it."""
    _bounded(robot_id, fields.RobotId, "the robot's id: a-z, 0-9 and hyphens, at most 32")
    _bounded(name, fields.DisplayName, "the robot's name: 1 to 40 characters")
    _bounded(key, fields.Key, "the key: 43 characters, as `karlsson-robot key` prints it")
    try:
        keys.from_text(key)
    except ProtocolError as error:
        raise BadRequest("the key is not base64url of 32 bytes") from error
    robot = await store.put_robot(Robot(robot_id, name, key, int(time.time())), replace_key)
    return CommandResult(_robot(robot), f"Robot {robot.id} ({robot.name}) is known.")


async def list_robots(store: Store) -> CommandResult:
    """List all robots."""
    robots = await store.robots()
    lines = [f"{robot.id}\t{robot.name}\t{_key_shown(robot)}" for robot in robots]
    return CommandResult([_robot(robot) for robot in robots], "\n".join(lines) or "No robot yet.")


async def add_loan(
    store: Store,
    public_url: str,
    robot_id: str,
    pupil: str,
    span: tuple[date, date],
    without: Set[RightName] = frozenset(),
) -> CommandResult:
    """Lend a robot to a child and make the links of teacher and buddy.

    Args:
        store: The open database.
        public_url: Of the bridge.
        robot_id: Of the robot.
        pupil: Name of the child.
        span: First and last day.
        without: What the child may not do in this loan.
    """
    _bounded(pupil, fields.DisplayName, "the pupil's name: 1 to 40 characters")
    if span[0] > span[1]:
        raise BadRequest("a loan must not end before it begins")
    links = LoanLinks(public_url, await store.robot(robot_id))
    loan = await store.add_loan(
        robot_id,
        pupil,
        span,
        links.teacher_hash,
        links.buddy_hash,
        sealed_class_key=links.sealed_class_key,
        rights=LoanRights(**{right: right not in without for right in RIGHTS}),
    )
    return _lent(loan, links)


async def lend(
    store: Store,
    public_url: str,
    robot: Robot,
    pupil: str,
    span: tuple[date, date],
    without: Set[RightName] = frozenset(),
) -> CommandResult:
    """Add a robot, lend it and open a pairing: everything that a first lesson needs."""
    await add_robot(store, robot.id, robot.name, robot.public_key, replace_key=False)
    loan = await add_loan(store, public_url, robot.id, pupil, span, without)
    assert isinstance(loan.data, dict)
    pairing = await add_pairing(store, public_url, loan.data["id"], word=False, hours=None)
    links = {role: loan.data[role] for role in ("teacher", "buddy")}
    data = {"loan": loan.data["id"], **links, "pupil": pairing.link}
    return CommandResult(data, f"{loan.text}\n{pairing.text}", pairing.link)


async def renew_links(store: Store, public_url: str, loan_id: int) -> CommandResult:
    """Make new links of teacher and buddy; the old ones end."""
    loan = await _loan(store, loan_id)
    links = LoanLinks(public_url, await store.robot(loan.robot_id))
    await store.replace_links(loan_id, links.teacher_hash, links.buddy_hash, links.sealed_class_key)
    return _lent(loan, links)


async def set_rights(
    store: Store, loan_id: int, rights: Set[RightName], allowed: bool
) -> CommandResult:
    """Allow or forbid the child some things; a connected robot follows within seconds."""
    loan = await store.set_rights(loan_id, rights, allowed)
    return CommandResult(_row(loan), f"Loan {loan_id}: {_rights_shown(loan)}")


async def end_loan(store: Store, loan_id: int, until: date) -> CommandResult:
    """Move the last day of a loan."""
    loan = await _loan(store, loan_id)
    if until < loan.from_date:
        raise BadRequest(f"the loan began on {loan.from_date}; it cannot end before that")
    ended = await store.end_loan(loan_id, until)
    return CommandResult(
        _row(ended), f"Loan {loan_id} ends on {until}; that day is still part of it."
    )


async def close_loan(store: Store, loan_id: int, today: date) -> CommandResult:
    """End a loan at once."""
    closed = await store.close_loan(loan_id, today, int(time.time()))
    text = f"Loan {loan_id} is closed. Robot {closed.robot_id} can be lent again from today on."
    return CommandResult(_row(closed), text)


async def cancel_loan(store: Store, loan_id: int, today: date) -> CommandResult:
    """Cancel a loan that has not begun."""
    cancelled = await store.cancel_loan(loan_id, today, int(time.time()))
    return CommandResult(_row(cancelled), f"Loan {loan_id} is cancelled; its days are free again.")


async def list_loans(store: Store) -> CommandResult:
    """List all loans."""
    loans = await store.loans()
    lines = [
        f"{loan.id}\t{loan.robot_id}\t{loan.from_date}\t{loan.until_date}\t{loan.pupil_name}"
        + (f"\t{_rights_shown(loan)}" if _missing(loan) else "")
        + (f"\t{_ending(loan)} {_when(loan.ended_at)}" if loan.ended_at is not None else "")
        for loan in loans
    ]
    return CommandResult([_row(loan) for loan in loans], "\n".join(lines) or "No loan yet.")


async def add_pairing(
    store: Store, public_url: str, loan_id: int, word: bool, hours: float | None
) -> CommandResult:
    """Open a pairing of a child's device with a loan, by code or by word."""
    loan = await _loan(store, loan_id)
    if loan.ended_at is not None:
        raise Conflict(f"loan {loan_id} was closed; make a new one")
    robot = await store.robot(loan.robot_id)
    if robot is None:
        raise NotKnown(f"no robot is called {loan.robot_id}")
    kind: PairingKind = "word" if word else "secret"
    life_s = access.WORD_LIFE_S if word else access.SECRET_LIFE_S
    if hours is not None:
        if not 0 < hours <= 24 * 31:
            raise BadRequest("--hours: more than 0, at most 744")
        life_s = int(hours * 3600)
    spoken = access.make_word(secrets.choice) if word else ""
    secret = proofs.word_secret(spoken) if word else secrets.token_bytes(16)
    expires_at = int(time.time()) + life_s
    pairing = await store.add_pairing(
        loan_id, kind, proofs.lookup(secret), proofs.mac_key(secret), expires_at
    )
    expires = _when(expires_at)
    data: dict[str, Any] = {"id": pairing.id, "loan": loan_id, "kind": kind, "expires": expires}
    if word:
        link = f"{public_url}/"
        text = f"Magic word: {spoken}\nTo be typed at {link}\nGood until {expires}, once."
        return CommandResult(data | {"word": spoken, "link": link}, text)
    if not has_key(robot):
        raise Conflict(f"robot {robot.id} has no key of its own yet: robot add --replace-key")
    fingerprint = keys.fingerprint(robot.public_key)
    link = access.pupil_link(public_url, robot.id, fingerprint, keys.to_text(secret))
    text = f"For the child's device:\n{link}\nGood until {expires}, once."
    return CommandResult(data | {"link": link}, text, link)


async def list_pairings(store: Store, unix_s: float) -> CommandResult:
    """List all codes and words with their state."""
    pupils = {loan.id: loan.pupil_name for loan in await store.loans()}
    rows = [_pairing(one, pupils[one.loan_id], unix_s) for one in await store.pairings()]
    lines = [
        f"{row['id']}\tloan {row['loan']}\t{row['pupil']}\t{row['kind']}\t"
        f"until {row['expires']}\t{row['state']}"
        for row in rows
    ]
    return CommandResult(rows, "\n".join(lines) or "No pairing yet.")


async def withdraw_pairing(store: Store, pairing_id: int) -> CommandResult:
    """Make an unused code or word invalid."""
    pairing = await store.withdraw_pairing(pairing_id, int(time.time()))
    data = {"id": pairing.id, "loan": pairing.loan_id, "state": "withdrawn"}
    return CommandResult(
        data, f"Pairing {pairing_id} is withdrawn; its code or word lets nobody in."
    )


async def list_devices(store: Store) -> CommandResult:
    """List all devices of children."""
    devices = await store.devices()
    rows = [_device(device) for device in devices]
    lines = [
        f"{row['device']}\tloan {row['loan']}\t{row['pupil']}\t"
        f"paired {row['paired']}\t{row['state']}"
        for row in rows
    ]
    return CommandResult(rows, "\n".join(lines) or "No device yet.")


async def lock_device(store: Store, code: str) -> CommandResult:
    """Keep a lost device out of every loan."""
    device_key = await _device_key(store, code)
    await store.lock_device(device_key, int(time.time()))
    data = {"device": device_code(device_key), "state": "locked"}
    text = (
        f"Device {data['device']} is locked: it is let in nowhere and cannot be paired again.\n"
        "A new device for the child: karlsson-bridge pairing add --loan ID"
    )
    return CommandResult(data, text)


async def unlock_device(store: Store, code: str) -> CommandResult:
    """Let a device that was found in again."""
    device_key = await _device_key(store, code)
    await store.unlock_device(device_key)
    data = {"device": device_code(device_key), "state": "paired"}
    return CommandResult(data, f"Device {data['device']} is let in again.")


def device_code(public_key: str) -> str:
    """Return the name of a device at the command line: the first digits of its fingerprint."""
    return hashlib.sha256(keys.from_text(public_key)).hexdigest()[:DEVICE_CODE_DIGITS]


async def _device_key(store: Store, code: str) -> str:
    """Return the key of the one device with this code."""
    found = {
        device.public_key
        for device in await store.devices()
        if device_code(device.public_key) == code.strip().lower()
    }
    if not found:
        raise NotKnown(f"no device is called {code[:20]!r}; `device list` shows them all")
    if len(found) > 1:
        raise Conflict(f"{len(found)} devices are called {code}; end their loans instead")
    return found.pop()


def rights(text: str) -> frozenset[RightName]:
    """Return rights written as `zoom,still`.

    Raises:
        BadRequest: One of them is not a right.
    """
    named = [part.strip() for part in text.split(",")]
    wrong = [name for name in named if name not in RIGHTS]
    if wrong:
        raise BadRequest(f"{wrong[0][:20]!r} is not a right; allowed are {', '.join(RIGHTS)}")
    return frozenset(right for right in RIGHTS if right in named)


def day(text: str) -> date:
    """Return a date written as 2026-11-21.

    Raises:
        BadRequest: The text is not such a date.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadRequest(f"{text[:20]!r} is not a date such as 2026-11-21") from error


async def _loan(store: Store, loan_id: int) -> Loan:
    loan = await store.loan(loan_id)
    if loan is None:
        raise NotKnown(f"there is no loan {loan_id}")
    return loan


def _bounded(value: str, shape: Any, what: str) -> None:
    try:
        msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        raise BadRequest(what) from error
    if not value.isprintable() or value != value.strip():
        raise BadRequest(what)


def _key_shown(robot: Robot) -> str:
    """Return a robot's key, or a sentence for a robot that lost its key in migration 0002."""
    return robot.public_key if has_key(robot) else "no key of its own yet: robot add --replace-key"


def _robot(robot: Robot) -> dict[str, Any]:
    known = has_key(robot)
    return {
        "id": robot.id,
        "name": robot.name,
        "key": robot.public_key if known else None,
        "fingerprint": keys.fingerprint(robot.public_key) if known else None,
        "created": _when(robot.created),
    }


def _row(loan: Loan) -> dict[str, Any]:
    return {
        "id": loan.id,
        "robot": loan.robot_id,
        "pupil": loan.pupil_name,
        "from": loan.from_date.isoformat(),
        "until": loan.until_date.isoformat(),
        "without": _missing(loan),
    } | ({_ending(loan): _when(loan.ended_at)} if loan.ended_at is not None else {})


def _missing(loan: Loan) -> list[RightName]:
    """Return what the loan does not allow."""
    return [right for right in RIGHTS if not getattr(loan.rights, right)]


def _rights_shown(loan: Loan) -> str:
    missing = _missing(loan)
    return f"without {', '.join(missing)}" if missing else "everything is allowed"


def _ending(loan: Loan) -> str:
    """Return whether a loan was cancelled before it began, or closed later."""
    assert loan.ended_at is not None
    ended = datetime.fromtimestamp(loan.ended_at, UTC).astimezone().date()
    return "cancelled" if ended < loan.from_date else "closed"


def _pairing(pairing: Pairing, pupil: str, unix_s: float) -> dict[str, Any]:
    if pairing.used_at is not None:
        state = "used"
    elif pairing.withdrawn_at is not None:
        state = "withdrawn"
    else:
        state = "open" if unix_s < pairing.expires_at else "expired"
    return {
        "id": pairing.id,
        "loan": pairing.loan_id,
        "pupil": pupil,
        "kind": pairing.kind,
        "expires": _when(pairing.expires_at),
        "state": state,
    }


def _device(device: Device) -> dict[str, Any]:
    return {
        "device": device_code(device.public_key),
        "loan": device.loan_id,
        "pupil": device.pupil_name,
        "paired": _when(device.paired_at),
        "state": "paired" if device.locked_at is None else "locked",
    }


def _when(unix_s: int) -> str:
    return datetime.fromtimestamp(unix_s, UTC).isoformat()


def _lent(loan: Loan, links: LoanLinks) -> CommandResult:
    text = (
        f"Loan {loan.id}: robot {loan.robot_id}, {loan.from_date} to {loan.until_date}"
        f"{f', {_rights_shown(loan)}' if _missing(loan) else ''}.\n"
        f"For the teacher:\n{links.teacher}\n"
        f"For a class buddy, who may only see, turn the volume and call the teacher:\n"
        f"{links.buddy}"
    )
    data = _row(loan) | {"teacher": links.teacher, "buddy": links.buddy}
    return CommandResult(data, text, links.teacher)


def as_json(data: Sequence[Any] | dict[str, Any]) -> str:
    """Return one line of JSON."""
    return msgspec.json.encode(data).decode()
