"""Saved views of the child, kept over a restart.

They belong to the robot and not to a child: it stands in one classroom, and the board
stays where it is. A file that cannot be read does not close the robot: the child saves
its views anew. If the disk failed, and not the content, the file is left as it is: the
next start may read it.
"""

import logging
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from bridge.process import file_words
from bridge.protocol.fields import ViewSlot
from bridge.protocol.presence import SavedView
from robot.steering.gaze import HeadTarget

log = logging.getLogger(__name__)

FILE = "views.json"
SLOTS: tuple[ViewSlot, ...] = ("board", "teacher", "table")


class ViewsFile(Struct, frozen=True, forbid_unknown_fields=True):
    """Content of the file."""

    views: Annotated[tuple[SavedView, ...], Meta(max_length=len(SLOTS))] = ()


class Views:
    """Saved views of one robot.

    Args:
        folder: Folder of the agent's state.
    """

    def __init__(self, folder: Path) -> None:
        self._views: dict[ViewSlot, SavedView] = {}
        self._may_write = True
        try:
            kept = msgspec.json.decode((folder / FILE).read_bytes(), type=ViewsFile)
        except FileNotFoundError:
            return
        except OSError as error:
            self._may_write = False
            log.error(
                "views: the saved views cannot be read: %s; new ones are lost at the next start",
                file_words.words(error),
            )
            return
        except msgspec.DecodeError as error:
            log.error("views: the saved views cannot be read and start empty: %s", error)
            return
        self._views = {view.slot: view for view in kept.views}

    def where(self, slot: ViewSlot) -> HeadTarget | None:
        """Return the target of this view; None if it was never saved."""
        view = self._views.get(slot)
        return None if view is None else HeadTarget(view.pan_deg, view.tilt_deg)

    @property
    def saved(self) -> tuple[SavedView, ...]:
        """Every saved view, in the order of the child's buttons."""
        return tuple(self._views[slot] for slot in SLOTS if slot in self._views)

    def save(self, slot: ViewSlot, target: HeadTarget) -> bytes | None:
        """Save a view; return the content of the file, so that a restart finds it again.

        None if the file holds views that could not be read.
        """
        self._views[slot] = SavedView(slot, round(target.pan_deg, 2), round(target.tilt_deg, 2))
        return msgspec.json.encode(ViewsFile(self.saved)) if self._may_write else None
