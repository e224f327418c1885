"""PURE. Words for families and staff on each right of a child. No I/O."""

from bridge.base.words import Words
from bridge.protocol.fields import RightName

RIGHT_NAMES: dict[RightName, Words] = {
    "zoom": Words("Näher heran", "Look closer"),
    "still": Words("Tafel-Foto", "Board photo"),
    "sheets": Words("Arbeitsblätter", "Worksheets"),
    "speech": Words("Sätze sprechen", "Say sentences"),
}
"""Short names, as on switches."""

RIGHT_MEANINGS: dict[RightName, Words] = {
    "zoom": Words(
        "Ihr Kind holt einen Teil des Bildes näher heran.",
        "Your child brings a part of the picture closer.",
    ),
    "still": Words(
        "Ein scharfes Bild der Tafel, das gleich wieder weg ist.",
        "One sharp picture of the board that is soon gone again.",
    ),
    "sheets": Words(
        "Fotos von Papier, hin und zurück. Nur Papier.",
        "Photos of paper, there and back. Paper only.",
    ),
    "speech": Words(
        "Der Roboter sagt laut, was Ihr Kind schreibt.",
        "The robot says aloud what your child writes.",
    ),
}
"""Meaning of each right at home."""
