"""The places that the child has saved to look at, kept over a restart.

They belong to the robot, not to a child: it stands in one classroom, and the
board stays where it is. A file that cannot be read is no reason to let nobody
in: the child saves its places anew. Where the disk failed, and not the content,
the file is left as it is: the next start may read it.
"""

import logging
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from bridge.protocol.channels import SavedView
from bridge.protocol.fields import ViewSlot
from robot.steering.gaze import Aim

log = logging.getLogger(__name__)

FILE = "views.json"
SLOTS: tuple[ViewSlot, ...] = ("board", "teacher", "table")


class Kept(Struct, frozen=True, forbid_unknown_fields=True):
    """What is in the file."""

    views: Annotated[tuple[SavedView, ...], Meta(max_length=len(SLOTS))] = ()


class Views:
    """The saved places of one robot.

    Args:
        folder: The agent's state.
    """

    def __init__(self, folder: Path) -> None:
        self._views: dict[ViewSlot, SavedView] = {}
        self._may_write = True
        try:
            kept = msgspec.json.decode((folder / FILE).read_bytes(), type=Kept)
        except FileNotFoundError:
            return
        except OSError as error:
            self._may_write = False
            log.error(
                "views: the saved places cannot be read: %s; new ones are lost at the next start",
                error.strerror,
            )
            return
        except msgspec.DecodeError as error:
            log.error("views: the saved places cannot be read and are saved anew: %s", error)
            return
        self._views = {view.slot: view for view in kept.views}

    def where(self, slot: ViewSlot) -> Aim | None:
        """Return where this place lies; None while it was never saved."""
        view = self._views.get(slot)
        return None if view is None else Aim(view.pan_deg, view.tilt_deg)

    @property
    def saved(self) -> tuple[SavedView, ...]:
        """Every saved place, in the order of the child's buttons."""
        return tuple(self._views[slot] for slot in SLOTS if slot in self._views)

    def save(self, slot: ViewSlot, aim: Aim) -> bytes | None:
        """Save a place; return what the file has to hold, so that a restart finds it again.

        None where the file holds places that could not be read.
        """
        self._views[slot] = SavedView(slot, round(aim.pan_deg, 2), round(aim.tilt_deg, 2))
        return msgspec.json.encode(Kept(self.saved)) if self._may_write else None
