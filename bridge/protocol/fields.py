"""PURE. Bounded field types that several messages share. No I/O."""

from typing import Annotated, Literal

from msgspec import Meta

RobotId = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9](-?[a-z0-9]){0,31}\Z",
        max_length=32,
        description="a-z, 0-9 and single hyphens between them, at most 32",
    ),
]
"""Name of a robot on the wire: lower case, digits, single hyphens; 1 to 32 characters at most.

Patterns end in `\\Z`, since `$` would let a line break through.
"""

Key = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}\Z")]
"""Ed25519 public key: 32 bytes, base64url without padding. SHA-256 hashes have the same shape."""

DeviceKey = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43,44}\Z")]
"""Public key of a child's device: Ed25519 (43 characters), or a compressed point of P-256 (44)."""

Signature = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{86}\Z")]
"""Signature by Ed25519 or P-256: 64 bytes, base64url without padding."""

Nonce = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{22}\Z")]
"""128 random bits, base64url without padding; also the form of presence ids and lookups."""

ReplyTo = Annotated[str, Meta(pattern=r"^([A-Za-z0-9_-]{22})?\Z")]
"""Nonce of the other side to which a signature replies; empty if none was known."""

Mac = Key
"""HMAC-SHA-256: 32 bytes, base64url without padding."""

DisplayName = Annotated[str, Meta(min_length=1, max_length=40)]
Sdp = Annotated[str, Meta(min_length=1, max_length=16 * 1024)]
Candidate = Annotated[str, Meta(min_length=1, max_length=512)]
Sentence = Annotated[str, Meta(max_length=400)]
Version = Annotated[int, Meta(ge=1, le=1_000)]
Attempt = Annotated[int, Meta(ge=1, le=100_000)]
Seq = Annotated[int, Meta(ge=1, le=2**53 - 1)]
Milliseconds = Annotated[float, Meta(ge=0, le=1e13)]
Seconds = Annotated[float, Meta(ge=0, le=1e9)]
UnixSeconds = Annotated[float, Meta(ge=0, le=1e11)]
Degrees = Annotated[float, Meta(ge=-360, le=360)]
Volume = Annotated[int, Meta(ge=0, le=10)]
CopyDistance = Annotated[int, Meta(ge=1, le=3)]
"""From a packet to its copy, in packets."""
Percent = Annotated[float, Meta(ge=0, le=100)]

Feeling = Literal["happy", "tired", "confused", "sad", "unwell", "laughing"]
LineLevel = Literal["good", "fair", "poor", "lost"]
PictureLevel = Literal["full", "reduced", "off"]
"""Share of the picture that the line carries. Size is reduced first, then the frame rate, then the
picture stops. The sound is kept to the last, and the picture comes back by itself."""

Lost = Literal["camera", "microphone", "speaker", "body"]
PausedBy = Literal["button", "teacher"]

CallAnswer = Literal["seen", "nobody"]
"""End of a buddy's call: a teacher has seen it, or nobody has within its time."""

Code = Annotated[str, Meta(pattern="^[a-z_]{1,40}$")]
"""Stable name; a newer peer may use names that are unknown here."""

Strain = Literal["none", "warm", "heavy"]
"""Load of the motors: warm, or working hard for longer than a movement takes."""

Hours = Annotated[float, Meta(ge=0, le=1000)]
Celsius = Annotated[float, Meta(ge=-100, le=200)]

PLAIN_TEXT = r"^[^\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]*\Z"
"""No control characters and no marks that turn the direction of writing: a text of one person
stands beside the words of the page, and must not rearrange them."""

Nickname = Annotated[str, Meta(max_length=12, pattern=PLAIN_TEXT)]
"""Name that the child gave the robot; empty if it gave none."""

NoteText = Annotated[str, Meta(max_length=80, pattern=PLAIN_TEXT)]
"""Words of the teacher to the child; they are kept in memory only."""

Shell = Literal["sand", "mint", "sky", "lilac", "peach", "snow"]
"""Colour of the drawing."""

Wears = Literal["none", "scarf", "cap", "glasses", "bow_tie"]
"""Thing that the drawing wears."""

NoteKind = Literal["say_again", "soon", "short_break", "text"]
"""Message of the teacher to the child: one with a meaning of its own, or free text."""

Pixels = Annotated[int, Meta(ge=0, le=10_000)]
Day = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]
"""Date in the form of ISO 8601."""

Role = Literal["teacher", "buddy"]
"""Holder of a link to the robot's page: a teacher, or a classmate with the weaker link."""

ViewSlot = Literal["board", "teacher", "table"]
"""View that the child may save: the board, the teacher, its own table."""

Zoom = Annotated[float, Meta(ge=1, le=16)]
"""Enlargement of the picture: 1 is the whole view of the camera."""

Share = Annotated[float, Meta(ge=0, le=1)]
"""Place in the whole picture: 0,0 is its upper left corner."""

StillState = Literal["none", "taking", "sending", "failed"]
"""State of the still: none or arrived, being taken, on its way, or failed."""

Transferring = Literal["still", "sheet"]
"""Thing that leaves the robot now, besides picture and sound."""

Passing = Literal["from_child", "from_class", "to_class"]
"""Way of a sheet that comes to the robot now, or leaves it for a teacher's page."""

PhraseKind = Literal[
    "question",
    "again",
    "too_fast",
    "no_board",
    "louder",
    "yes",
    "no",
    "thanks",
    "break",
    "tomorrow",
    "text",
]
"""Phrase of the child: one with words of its own in each language, or free text."""

PhraseLanguage = Literal["de", "en"]
"""Language in which a phrase is spoken: that of the child's page."""

PhraseText = Annotated[str, Meta(max_length=80, pattern=PLAIN_TEXT)]
"""Words of the child to the class; they are kept in memory only."""

PhraseNumber = Annotated[int, Meta(ge=1, le=2**53 - 1)]
"""Number of a phrase; the newer one has the higher number."""

Understanding = Literal["yes", "no"]
"""Answer of the child to the question whether it has understood."""

RightName = Literal["zoom", "still", "sheets", "speech"]
"""Thing that a loan may leave out, and a class may forbid for today."""

RightState = Literal["on", "loan", "class", "unable"]
"""State of a right. `loan` and `class` say who forbids it; `unable` says that this robot
cannot do it at all."""

SheetNumber = Annotated[int, Meta(ge=1, le=1_000_000)]
"""Number of a sheet for the class: 1 is the first of the stay, and no number is used twice."""

SealedKey = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{86}\Z")]
"""Class key, sealed to the robot's identity: 64 bytes, base64url without padding."""

SealedPart = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]+\Z", min_length=39, max_length=24 * 1024)]
"""Nonce and ciphertext of one part, base64url without padding; at least one byte of content."""

Part = Annotated[int, Meta(ge=0, le=127)]
"""Number of a part; the first one is 0."""

Parts = Annotated[int, Meta(ge=1, le=128)]
"""Number of the parts of one transfer."""

SealedCode = Annotated[str, Meta(pattern=r"^([a-z_]{1,40})?\Z")]
"""Code of a refusal; empty where all is well."""
