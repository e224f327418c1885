"""Identity of this robot at its bridge: its name, its key, and a token that is to be used first.

    look ──► token? ──► new key ──► enrol ──► enrolled ──► kept ──► token removed
         └─► copied card, or no name? then there is nothing to dial for

Files are read before each dial, so that what `karlsson-robot enrol` does is noticed at once.
"""

import asyncio
import logging
from pathlib import Path

from bridge.protocol import PROTOCOL_VERSION, keys
from bridge.protocol.causes import WORDS, NetworkCause
from bridge.protocol.enrolment import TokenMistyped, enrol_bytes, plain, token_key
from bridge.protocol.keys import PrivateKey
from bridge.protocol.openings import Enrol, Enrolled
from robot.settings.config import RobotSection
from robot.settings.enrolment import EnrolmentFiles, read_token
from robot.settings.errors import IdentityError, IdentityTrouble
from robot.settings.identity import Identity

log = logging.getLogger("robot.links.bridge_link")
"""One log for all that concerns the link."""

NEVER_AGAIN: frozenset[NetworkCause] = frozenset(
    {
        *("token_mistyped", "token_unknown", "token_used", "token_expired", "token_withdrawn"),
        "token_other_robot",
    }
)
"""Causes for which the same token is not tried again by this process."""


class Enroller:
    """Name and key of this robot.

    Args:
        robot: Section of the configuration.
        files: Of this robot.
        identity: Key that everybody in this process uses; it becomes the new one.
        key_is_given: The key comes from outside (a credential) and is not replaced.
        only_token: Nothing else is to be done than to use a token.
    """

    def __init__(
        self,
        robot: RobotSection,
        files: EnrolmentFiles,
        identity: Identity,
        key_is_given: bool = False,
        only_token: bool = False,
    ) -> None:
        self._robot = robot
        self._files = files
        self._identity = identity
        self._key_is_given = key_is_given
        self._only_token = only_token
        self._is_bound = False
        self._warned: set[str] = set()
        self._aside: dict[str, NetworkCause | None] = {}
        """Tokens that are not tried (again), as they were typed, with what was wrong."""
        self._typed = ""
        self._last_given = ""
        """Token that was found last, of use or not."""
        self._token_key: PrivateKey | None = None
        self._own: Identity = identity
        """Key that is being enrolled."""
        self.may_go_on = False
        """The robot has a name and a key of its own, whatever becomes of the token."""
        self.robot_id = robot.id

    @property
    def enrols(self) -> bool:
        """True if the next thing to do is to use a token."""
        return self._token_key is not None

    async def look(self) -> None:
        """Read what the disk says before a dial.

        Raises:
            IdentityTrouble: The bridge could not take this robot.
        """
        await asyncio.to_thread(self._look)

    def _look(self) -> None:
        try:
            self._follow_disk()
            record = self._files.record()
            is_copied = self._files.is_copied(self._identity.public)
            typed = self._last_given = self._given()
        except IdentityError as error:
            # A disk that cannot be read now keeps no robot that knows its name from its lesson.
            self._warn(error)
            if not self.robot_id or self._only_token:
                raise IdentityTrouble("not_kept") from error
            return
        self.robot_id = self._robot.id or record.robot
        self.may_go_on = bool(self.robot_id) and not is_copied and not self._only_token
        self._take(typed, record.token_hash)
        if self.enrols:
            self._prepare_key()
            return
        if not is_copied:
            self._bind()
        if not self.may_go_on:
            no_name: NetworkCause = "copied" if is_copied else "not_enrolled"
            raise IdentityTrouble(self._aside.get(typed) or no_name)

    def _prepare_key(self) -> None:
        try:
            self._own = self._identity if self._key_is_given else self._files.new_key()
        except IdentityError as error:
            self._warn(error)
            if not self.may_go_on:
                raise IdentityTrouble("not_kept") from error
            self._typed, self._token_key = "", None

    def _bind(self) -> None:
        if self._is_bound:
            return
        try:
            self._files.bind(self._identity.public)
        except IdentityError as error:
            self._warn(error)
        self._is_bound = True

    def _warn(self, error: IdentityError) -> None:
        """Write what the disk refuses, once."""
        if str(error) not in self._warned:
            self._warned.add(str(error))
            log.warning("link: %s", error)

    def _follow_disk(self) -> None:
        """Take the key that `karlsson-robot enrol` has put in place meanwhile."""
        if self._key_is_given:
            return
        self._files.settle()
        kept = self._files.key()
        if kept is not None and kept.public != self._identity.public:
            self._identity.become(kept)
            self._is_bound = False

    def _take(self, typed: str, used_hash: str) -> None:
        """Prepare to use a token, unless it is known to be of no use."""
        if not typed or typed in self._aside:
            self._typed, self._token_key = "", None
        elif typed != self._typed:
            try:
                private = token_key(plain(typed))
            except TokenMistyped as error:
                log.warning("link: the enrolment token is mistyped: %s", error)
                self._put_aside(typed, "token_mistyped")
                return
            if keys.fingerprint(keys.public_text(private)) == used_hash:
                self._put_away(typed)
                return
            self._typed, self._token_key = typed, private

    def _given(self) -> str:
        """Return the token that was typed last: in the folder, in a file, in the configuration."""
        named = self._robot.token_file
        return (
            self._files.typed() or (read_token(Path(named)) if named else "") or self._robot.token
        )

    def message(self, nonce: str) -> Enrol:
        """Return the opening message that uses the token.

        Args:
            nonce: Nonce of the challenge.
        """
        assert self._token_key is not None
        token_public = keys.public_text(self._token_key)
        signed = enrol_bytes(nonce, token_public, self._own.public)
        return Enrol(
            version=PROTOCOL_VERSION,
            token_key=token_public,
            robot_key=self._own.public,
            proof=keys.sign(self._token_key, signed),
            signature=self._own.sign(signed),
            robot=self._robot.id or None,
        )

    async def enrolled(self, answer: Enrolled) -> None:
        """Keep what the bridge has answered, and remove the token.

        Raises:
            IdentityTrouble: The disk refuses it; the token stays, and is tried again.
        """
        assert self._token_key is not None
        token_hash = keys.fingerprint(keys.public_text(self._token_key))
        try:
            await asyncio.to_thread(
                self._files.keep, answer.robot, answer.robot_name, self._own.public, token_hash
            )
        except IdentityError as error:
            raise IdentityTrouble("not_kept") from error
        await asyncio.to_thread(self._put_away, self._typed)
        self._identity.become(self._own)
        self._is_bound = True
        self.robot_id = answer.robot

    def refused(self, cause: NetworkCause) -> None:
        """Take why the token was of no use.

        Raises:
            IdentityTrouble: The robot cannot go on without it.
        """
        if cause in NEVER_AGAIN or self.may_go_on:
            self._put_aside(self._typed, cause)
        if not self.may_go_on:
            raise IdentityTrouble(cause)
        log.warning("link: the robot goes on with its present key: %s", WORDS[cause])

    def explained(self, error: Exception) -> Exception:
        """Return why the bridge does not know this robot: what is wrong with its token, if it has
        one, or else what the bridge said.
        """
        why = self._aside.get(self._last_given)
        return error if why is None else IdentityTrouble(why)

    def _put_aside(self, typed: str, cause: NetworkCause | None) -> None:
        self._aside[typed] = cause
        self._typed, self._token_key = "", None

    def _put_away(self, typed: str) -> None:
        """Remove a token that is used up from wherever it can be removed."""
        self._put_aside(typed, None)
        self._files.drop_token()
        if self._robot.token_file:
            try:
                Path(self._robot.token_file).unlink(missing_ok=True)
            except OSError:
                log.info("link: the token in robot.token_file is used up; remove the file")
        if self._robot.token:
            log.info("link: robot.token is used up; take it out of robot.toml")
