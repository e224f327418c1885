"""Commands about enrolment: one-time tokens by which robots make their keys known themselves."""

import secrets
import time
from collections.abc import Sequence
from typing import Any

from bridge.base.errors import BadRequest, NotKnown
from bridge.base.records import Enrolment, Robot
from bridge.commands.result import CommandResult, state_of, when
from bridge.fleet.naming import robot_of, signal_url
from bridge.protocol import enrolment, keys
from bridge.store import Store

DAYS = 30.0
"""Validity of a token: until the cards of a school are written and its robots first started."""
MOST_DAYS = 366.0
DAY_S = 86400


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


def _enrolment(one: Enrolment, unix_s: float) -> dict[str, Any]:
    return {
        "robot": one.robot_id,
        "name": one.robot_name,
        "made": when(one.created),
        "expires": when(one.expires_at),
        "used": when(one.used_at) if one.used_at is not None else None,
        "state": state_of(one, unix_s),
    }
