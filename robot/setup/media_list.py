"""PURE. Cameras and sound cards that are there, compared with robot.toml. No I/O."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from robot.doctor.findings import Both, Language
from robot.doctor.parts import TriedDevice
from robot.doctor.problems_de import german


@dataclass(frozen=True)
class ListedCamera:
    """A camera that is there.

    Args:
        source: Its name for [camera] source.
        detail: What it is or can do.
    """

    source: str
    detail: str = ""


@dataclass(frozen=True)
class ListedCard:
    """A sound card that is there, by ALSA's id."""

    id: str
    hears: bool
    plays: bool

    @property
    def source(self) -> str:
        """Its name for [microphone] source and [speaker] sink."""
        return f"alsa:plughw:CARD={self.id}"


@dataclass(frozen=True)
class MediaList:
    """Cameras and sound cards.

    Args:
        configured: What robot.toml names, by part: its name, and what a trial found.
    """

    cameras: tuple[ListedCamera, ...] = ()
    cards: tuple[ListedCard, ...] = ()
    configured: Mapping[str, tuple[str, TriedDevice]] | None = None


PARTS: Mapping[str, Both] = {
    "camera": Both("Kamera", "camera"),
    "microphone": Both("Mikrofon", "microphone"),
    "speaker": Both("Lautsprecher", "speaker"),
}
CAMERAS = Both("Kameras", "Cameras")
CARDS = Both("Tonkarten", "Sound cards")
NO_CAMERA = Both(
    "keine: Stecker prüfen; am Flachkabel: sudo apt install python3-picamera2",
    "none: check its plug; on a ribbon cable: sudo apt install python3-picamera2",
)
NO_CARD = Both("keine: Stecker prüfen", "none: check its plug")
CONFIGURED = Both("In robot.toml steht", "robot.toml says")
FITS, MISSING, SIMULATED = (
    Both("passt", "fits"),
    Both("fehlt", "missing"),
    Both("simuliert", "simulated"),
)
BOTH_WAYS = Both("Mikrofon und Lautsprecher", "microphone and speaker")
HEARS, PLAYS = Both("Mikrofon", "microphone"), Both("Lautsprecher", "speaker")
COLUMNS = 10


def lines(found: MediaList, language: Language) -> Iterator[str]:
    """Yield the lines for a technician."""
    yield CAMERAS.of(language)
    for camera in found.cameras:
        yield f"  {camera.source}{f' ({camera.detail})' if camera.detail else ''}"
    if not found.cameras:
        yield f"  {NO_CAMERA.of(language)}"
    yield CARDS.of(language)
    for card in found.cards:
        ways = BOTH_WAYS if card.hears and card.plays else HEARS if card.hears else PLAYS
        yield f"  {card.source} ({ways.of(language)})"
    if not found.cards:
        yield f"  {NO_CARD.of(language)}"
    if found.configured is None:
        return
    yield CONFIGURED.of(language)
    for part, (name, tried) in found.configured.items():
        yield f"  {_judged(tried).of(language):<{COLUMNS}} {_told(part, name, tried, language)}"


def _judged(tried: TriedDevice) -> Both:
    if tried.problem:
        return MISSING
    return SIMULATED if tried.kind == "simulated" else FITS


def _told(part: str, name: str, tried: TriedDevice, language: Language) -> str:
    told = in_words(name, tried.problem).of(language) if tried.problem else name
    return f"{PARTS[part].of(language)}: {told}"


def in_words(name: str, problem: str) -> Both:
    """Return why a device does not work, with its name in front."""
    return Both(german(problem, name), problem)
