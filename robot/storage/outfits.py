"""Outfit of the drawing, kept over a restart.

It belongs to the robot and its loan: a child with two tablets finds it on both, and the next child
does not find it. A file that cannot be read does not matter much, because the child's app sends its
outfit in each lesson. What the file holds stands in no log: a child may have written its own name.
"""

import logging
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from bridge.process import file_words
from bridge.protocol.presence import Outfit
from robot.presence.effects import KeepOutfit
from robot.presence.wardrobe import Wardrobe

log = logging.getLogger(__name__)

FILE = "outfit.json"


class OutfitFile(Struct, frozen=True, forbid_unknown_fields=True):
    """Content of the file."""

    outfit: Outfit | None
    loan: Annotated[str, Meta(max_length=22)] = ""
    """Mark of the loan in which it was chosen."""


def read(folder: Path) -> Wardrobe:
    """Return the outfit from before; none if none was chosen or the file cannot be read."""
    try:
        kept = msgspec.json.decode((folder / FILE).read_bytes(), type=OutfitFile)
    except FileNotFoundError:
        return Wardrobe()
    except OSError as error:
        log.error("outfit: the file cannot be read: %s", file_words.words(error))
    except (msgspec.DecodeError, UnicodeDecodeError):
        log.error("outfit: the file cannot be read, and the robot wears none")
    else:
        return Wardrobe(kept.outfit, kept.loan)
    return Wardrobe()


def encode(effect: KeepOutfit) -> bytes:
    """Return the content of the file, so that `read` finds this outfit again."""
    return msgspec.json.encode(OutfitFile(effect.outfit, effect.loan))
