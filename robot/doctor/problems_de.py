"""PURE. Problems that trials find with devices, in German. No I/O.

The sentences themselves stand in logs, which are English. Each is known here by a part of it; tests
hold every one against the module that says it.
"""

from collections.abc import Sequence

SENTENCES: Sequence[tuple[str, str]] = (
    ("is in use by another program", "wird von einem anderen Programm benutzt"),
    (
        "not in the group video",
        "darf nicht geöffnet werden: der Benutzer ist nicht in der Gruppe video",
    ),
    ("may not be opened", "darf nicht geöffnet werden: der Benutzer ist nicht in der Gruppe audio"),
    ("may not be read", "darf dieser Benutzer nicht lesen"),
    (
        "finds no room on its USB bus",
        "findet keinen Platz auf dem USB-Bus: andere Buchse, ohne Hub",
    ),
    ("gives no pictures", "gibt keine Bilder: ein anderes Gerät nennen"),
    (
        "tells of no kind of picture",
        "nennt keine Bildart: es ist keine Kamera, oder nur ihre Metadaten",
    ),
    ("is no camera", "ist keine Kamera"),
    ("Picamera2 cannot be used", "Picamera2 fehlt: `sudo apt-get install python3-picamera2`"),
    ("Check the ribbon cable", "wird nicht gefunden: Flachbandkabel an beiden Enden prüfen"),
    ("fits several sound cards", "passt auf mehrere Karten: mehr vom Namen schreiben"),
    ("the system has chosen no", "das System hat keine Karte gewählt: eine nennen"),
    ("has no microphone", "hat kein Mikrofon: eine andere nennen"),
    ("has no loudspeaker", "hat keinen Lautsprecher: eine andere nennen"),
    ("is named", "keine Karte heißt so: einstecken oder anders nennen"),
    ("cannot be written", "der Ordner fehlt oder ist nicht beschreibbar"),
    ("libportaudio2", "libportaudio2 fehlt: `sudo apt-get install libportaudio2`"),
    ("is not there", "ist nicht da: einstecken oder anders nennen"),
)
"""Part of a sentence, and what it means; the first that fits counts."""

THERE = "there now: "


def german(problem: str, name: str) -> str:
    """Return what was found, in German; as it stands where no sentence fits.

    Args:
        problem: As a trial says it.
        name: Name of the device in the configuration.
    """
    meaning = next((words for part, words in SENTENCES if part in problem), "")
    if not meaning:
        return problem
    _, found, there = problem.partition(THERE)
    return f"{name}: {meaning}" + (f"; da ist: {there}" if found and there != "none" else "")
