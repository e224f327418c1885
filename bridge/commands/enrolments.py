"""Commands about enrolment: one-time tokens by which robots make their keys known themselves."""

import re
import secrets
import time
import unicodedata
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from bridge.base.errors import BadRequest, NotKnown
from bridge.base.records import Enrolment, Robot
from bridge.commands.result import CommandResult, check_shape, state_of, when
from bridge.protocol import enrolment, fields, keys
from bridge.store import Store

DAYS = 30.0
"""Validity of a token: until the cards of a school are written and its robots first started."""
MOST_DAYS = 366.0
DAY_S = 86400

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def robot_of(written: str) -> tuple[str, str]:
    """Return id and name of a robot, given either of them: `karlsson-7` or `Karlsson 7`.

    Raises:
        BadRequest: No id can be made of it.
    """
    lower = unicodedata.normalize("NFC", written).lower().translate(_GERMAN)
    plain = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
    robot_id = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    what = f"{written[:40]!r} makes no robot's id; an id has a-z, 0-9 and hyphens, at most 32"
    check_shape(robot_id, fields.RobotId, what)
    if written != robot_id:
        check_shape(written, fields.DisplayName, f"{written[:40]!r}: a name has 1 to 40 characters")
        return robot_id, written
    return robot_id, " ".join(part.capitalize() for part in robot_id.split("-"))


async def enrol_robots(
    store: Store, public_url: str, written: Sequence[str], days: float = DAYS
) -> CommandResult:
    """Make one token for each robot."""
    if not 0 < days <= MOST_DAYS:
        raise BadRequest(f"--days {days:g}: more than 0, at most {MOST_DAYS:g}")
    named = [robot_of(one) for one in written]
    ids = [robot_id for robot_id, _name in named]
    twice = sorted({robot_id for robot_id in ids if ids.count(robot_id) > 1})
    if twice:
        raise BadRequest(f"{', '.join(twice)}: named twice; each robot needs a token of its own")
    bridge = signal_url(public_url)
    now = int(time.time())
    expires_at = now + int(days * DAY_S)
    rows, lines = [], []
    for robot_id, name in named:
        token = enrolment.make_token(secrets.choice)
        public = keys.public_text(enrolment.token_key(enrolment.plain(token)))
        robot = Robot(robot_id, name, "", now)
        made, known = await store.add_enrolment(robot, keys.fingerprint(public), expires_at)
        rows.append(
            {
                "robot": robot_id,
                "name": made.robot_name,
                "token": token,
                "bridge": bridge,
                "expires": when(expires_at),
                "known": known,
            }
        )
        lines.append(f"{robot_id}\t{token}\t{made.robot_name}")
        if known:
            lines.append(
                "\tis known already: with this token it gets a new key, and its present one ends. "
                "Its children's devices have to be paired again then (`pairing add`), and the "
                "links of its loan renewed (`loan renew`)."
            )
    lines += [
        f"Good until {when(expires_at)}, once each; an older token of the same robot ends.",
        f'In robot.toml: bridge.url = "{bridge}"',
        "On the robot: karlsson-robot enrol TOKEN",
        "The tokens are shown only now.",
    ]
    return CommandResult(rows, "\n".join(lines))


async def list_enrolments(store: Store, unix_s: float) -> CommandResult:
    """List all tokens with their state; the tokens themselves are not stored."""
    rows = [_enrolment(one, unix_s) for one in await store.enrolments()]
    lines = [
        f"{row['robot']}\t{row['name']}\tuntil {row['expires']}\t{row['state']}" for row in rows
    ]
    return CommandResult(rows, "\n".join(lines) or "No token yet.")


async def withdraw_enrolment(store: Store, written: str, unix_s: float) -> CommandResult:
    """Make the open token of a robot invalid."""
    robot_id, _name = robot_of(written)
    try:
        gone = await store.withdraw_enrolments(robot_id, int(unix_s))
    except NotKnown:
        used = [one for one in await store.enrolments() if one.robot_id == robot_id and one.used_at]
        if not used:
            raise
        raise NotKnown(
            f"the token of robot {robot_id} was used already, on {when(used[-1].used_at or 0)}; "
            f"to shut that robot out, give {robot_id} a new key: "
            f"`karlsson-bridge robot enrol {robot_id}`"
        ) from None
    data = _enrolment(gone, unix_s)
    return CommandResult(data, f"The token of robot {robot_id} is withdrawn.")


def signal_url(public_url: str) -> str:
    """Return what a robot's `bridge.url` has to be."""
    parts = urlsplit(public_url)
    scheme = "wss" if parts.scheme == "https" else "ws"
    return f"{scheme}://{parts.netloc}/signal"


def _enrolment(one: Enrolment, unix_s: float) -> dict[str, Any]:
    return {
        "robot": one.robot_id,
        "name": one.robot_name,
        "made": when(one.created),
        "expires": when(one.expires_at),
        "used": when(one.used_at) if one.used_at is not None else None,
        "state": state_of(one, unix_s),
    }
