"""PURE. Errors of the protocol, each with a stable code. No I/O.

    ProtocolError
    └── SdpRefused        a session description that the allow-list does not know

A peer's mistake is expected: it is answered with `refused`, counted, and the
process lives on. The sentence is for people; the code is for programs and
never changes its meaning.
"""

from typing import Final

REFUSALS: Final[dict[str, str]] = {
    "malformed": "The message is not valid JSON of a known shape.",
    "too_large": "The message is larger than allowed.",
    "too_deep": "The message is nested deeper than allowed.",
    "unknown_type": "This type of message is not known here.",
    "out_of_order": "This message is not allowed in this state of the conversation.",
    "too_fast": "Too many messages in too short a time.",
    "version": "This version of the protocol is not spoken here.",
    "origin": "This page may not talk to this bridge.",
    "signature": "The signature does not fit the key.",
    "unknown_robot": "No robot of this name is known here.",
    "twin": "Another robot with the same key is connected.",
    "token_unknown": "This enrolment token is not known here.",
    "token_used": "This enrolment token was used before; it is good for one robot.",
    "token_expired": "This enrolment token is too old.",
    "token_withdrawn": "This enrolment token was withdrawn.",
    "token_other_robot": "This enrolment token is for another robot.",
    "key_taken": "Another robot has this key.",
    "unknown_device": "This device is not paired with any robot.",
    "device_locked": "This device was locked; it is let in nowhere.",
    "unknown_token": "This link is not valid any more.",
    "pairing": "The word or code does not fit, was used, or is too old.",
    "pairing_used": "This link was used before; it is good for one device.",
    "locked": "Too many tries. Wait a while.",
    "no_loan": "No loan of this robot is running today.",
    "not_begun": "The loan of this robot has not begun yet.",
    "loan_locked": "Somebody has stopped this loan for now.",
    "not_ready": "The class is not ready for this loan yet.",
    "holidays": "There is no school today.",
    "closed_now": "There is no lesson of this loan now.",
    "robot_away": "The robot is not connected.",
    "busy": "Somebody else is in this robot.",
    "not_allowed": "The robot does not let anybody in now.",
    "binding": "The signed description does not fit the session description.",
    "expired": "The signed description is too old, or from before the robot's last start.",
    "replayed": "This was said before.",
    "sdp_malformed": "The session description cannot be read.",
    "sdp_video_uplink": "The child must not send video.",
    "sdp_second_audio": "Only one sound may be sent.",
    "sdp_media": "The session description holds media that is not allowed.",
    "sdp_codec": "The sound must be Opus.",
    "sdp_fingerprint": "Exactly one SHA-256 fingerprint is needed.",
    "sdp_candidate": "A candidate is not allowed.",
    "unknown_presence": "This stay is over or never began.",
    "fault": "The robot has a fault.",
    "battery": "The robot has to be charged first.",
    "not_kept": "It holds now, but not over a restart: the robot cannot write it down.",
    "no_class_key": "What was sealed with this link cannot be opened here.",
    "picture": "This is no picture that can be read.",
    "no_room": "The robot cannot hold more sheets now.",
    "full": "The bridge has no room for more connections.",
    "internal": "Something went wrong on our side.",
}
"""Every refusal code on every path, with its sentence."""


class ProtocolError(Exception):
    """Violation of the protocol by a peer.

    Args:
        code: A key of `REFUSALS`.
        detail: Details for a person; bounded, without secrets or names.
        day: Date in the form of ISO 8601 of a loan that has not begun or is over, or of the next
            lesson if it is not today, where known.
        opens_s: When the next lesson begins, in Unix seconds, where known.
    """

    def __init__(
        self, code: str, detail: str = "", day: str | None = None, opens_s: int | None = None
    ) -> None:
        if code not in REFUSALS:
            raise KeyError(code)
        self.code = code
        self.detail = detail[:200]
        self.day = day
        self.opens_s = opens_s
        super().__init__(code, self.detail)

    @property
    def sentence(self) -> str:
        """Sentence of the code, followed by the detail."""
        return f"{REFUSALS[self.code]} {self.detail}".strip()

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}"


class SdpRefused(ProtocolError):
    """Refusal of a session description before any media engine has seen it."""
