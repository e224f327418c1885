"""Outfit of the drawing, kept over a restart.

It belongs to the robot: a child with two tablets finds it on both. A file that cannot be read does
not matter much, because the child's app sends its outfit in each lesson. What the file holds stands
in no log: a child may have written its own name.
"""

import logging
from pathlib import Path

import msgspec
from msgspec import Struct

from bridge.protocol.channels import Outfit

log = logging.getLogger(__name__)

FILE = "outfit.json"


class OutfitFile(Struct, frozen=True, forbid_unknown_fields=True):
    """Content of the file."""

    outfit: Outfit


def read(folder: Path) -> Outfit | None:
    """Return the outfit from before; None if none was chosen or the file cannot be read."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=OutfitFile).outfit
    except FileNotFoundError:
        return None
    except OSError as error:
        log.error("outfit: the file cannot be read: %s", error.strerror)
    except (msgspec.DecodeError, UnicodeDecodeError):
        log.error("outfit: the file cannot be read, and the robot wears none")
    return None


def encode(outfit: Outfit) -> bytes:
    """Return the content of the file, so that `read` finds this outfit again."""
    return msgspec.json.encode(OutfitFile(outfit))
