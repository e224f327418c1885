"""Commands about the children's devices and the pairings that bind them to a loan."""

import hashlib
import secrets
import time
from typing import Any

from bridge.base.errors import BadRequest, Conflict, NotKnown
from bridge.base.records import Device, Pairing, PairingKind
from bridge.commands.loans import known_loan
from bridge.commands.result import CommandResult, state_of, told_now, when
from bridge.protocol import keys, proofs
from bridge.signaling import access
from bridge.signaling.loan_links import has_key
from bridge.store import Store

DEVICE_CODE_DIGITS = 8
"""Short enough to read aloud, long enough to tell a school's tablets apart."""


async def add_pairing(
    store: Store, public_url: str, loan_id: int, word: bool, hours: float | None
) -> CommandResult:
    """Open a pairing of a child's device with a loan, by code or by word."""
    loan = await known_loan(store, loan_id)
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
        loan_id,
        kind,
        proofs.lookup(secret),
        proofs.mac_key(secret),
        expires_at,
        told_now("code.added"),
    )
    expires = when(expires_at)
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
    told = told_now("code.withdrawn")
    pairing = await store.withdraw_pairing(pairing_id, told.unix_s, told)
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
    told = told_now("device.locked")
    await store.lock_device(device_key, told.unix_s, told, device_code(device_key))
    data = {"device": device_code(device_key), "state": "locked"}
    text = (
        f"Device {data['device']} is locked for good; this cannot be taken back.\n"
        "Another device, or this one when it was found: karlsson-bridge pairing add --loan ID"
    )
    return CommandResult(data, text)


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


def _pairing(pairing: Pairing, pupil: str, unix_s: float) -> dict[str, Any]:
    return {
        "id": pairing.id,
        "loan": pairing.loan_id,
        "pupil": pupil,
        "kind": pairing.kind,
        "expires": when(pairing.expires_at),
        "state": state_of(pairing, unix_s),
    }


def _device(device: Device) -> dict[str, Any]:
    return {
        "device": device_code(device.public_key),
        "loan": device.loan_id,
        "pupil": device.pupil_name,
        "paired": when(device.paired_at),
        "state": "paired" if device.locked_at is None else "locked",
    }
