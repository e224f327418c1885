"""Enrolment from the command line: one try now, in words; what is kept, the agent goes on with."""

import os

from bridge.protocol import keys
from bridge.protocol.causes import OF_IDENTITY, WORDS, NetworkCause
from bridge.protocol.enrolment import token_key
from robot.links.bridge_link import LinkEnrolled, LinkTroubled
from robot.links.enroller import NEVER_AGAIN, Enroller
from robot.links.first_news import first_news
from robot.links.own_link import link_of
from robot.settings import config
from robot.settings.enrolment import EnrolmentFiles
from robot.settings.identity import Identity

ENOUGH_S = 20.0
"""Time after which a person is told that there is no answer."""


async def enrol_once(
    loaded: config.RobotConfig,
    identity: Identity,
    files: EnrolmentFiles,
    token: str,
    key_is_given: bool = False,
) -> tuple[bool, str]:
    """Put a token into the robot's folder, and use it.

    Args:
        token: In its plain form.
        key_is_given: The key comes from outside and is not replaced.

    Returns:
        Whether the bridge knows the robot now, and what a technician has to know.
    """
    token_hash = keys.fingerprint(keys.public_text(token_key(token)))
    record = files.record()
    if record.token_hash == token_hash and not files.is_copied(identity.public):
        return True, f"enrolled as {record.robot} ({record.name}) already, with this token"
    files.put_token(token)
    enroller = Enroller(
        config.RobotSection(id=loaded.robot.id), files, identity, key_is_given, only_token=True
    )
    try:
        told = await first_news(
            lambda tell: link_of(loaded, os.environ, identity, tell, enroller=enroller),
            (LinkEnrolled, LinkTroubled),
            ENOUGH_S,
        )
    except TimeoutError:
        return False, _kept("silent")
    if isinstance(told, LinkEnrolled):
        return True, f"enrolled as {told.robot} ({told.name})"
    record = files.record()
    if record.token_hash == token_hash and not files.is_copied(record.key):
        # The agent was faster.
        return True, f"enrolled as {record.robot} ({record.name})"
    if told.cause in NEVER_AGAIN:
        files.drop_token()
    return False, _kept(told.cause)


def _kept(cause: NetworkCause) -> str:
    if cause in OF_IDENTITY:
        return WORDS[cause]
    return f"{WORDS[cause]}; the token is kept, and the agent uses it as soon as the bridge answers"
