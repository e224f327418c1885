"""PURE. Protocol of a wipe, for the file of the robot and for programs. No I/O."""

from msgspec import Struct


class Entry(Struct, frozen=True):
    """A file, and what it is or why it is still there."""

    path: str
    what: str


class Wiped(Struct, frozen=True):
    """Result of a wipe, and of the search afterwards.

    Args:
        removed: Entries that are gone.
        kept: Entries that were to stay.
        failed: Entries that could not be removed, and the reasons.
        left: Paths that are still there and were not to stay.
        found: Files that still hold a secret that was removed.
        secrets: Number of secrets that were looked for.
    """

    removed: tuple[Entry, ...] = ()
    kept: tuple[Entry, ...] = ()
    failed: tuple[Entry, ...] = ()
    left: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    secrets: int = 0

    @property
    def is_clean(self) -> bool:
        """True if nothing is left of what was to go."""
        return not (self.failed or self.left or self.found)


STAYS = """\
What stays on purpose: the software, robot.toml and body.toml with what they name, the calibration
of the servos, the pause that a class pressed at the body, the technician's SSH keys, and what is on
the label: the PIN of its page and the key of its own Wi-Fi.
What belongs to the loan at the bridge ends there: karlsson-bridge loan end --loan N.
Removed files can be read from a card with tools. A card that leaves your hands is written anew."""


def text_of(robot: str, day: str, wiped: Wiped) -> str:
    """Return the protocol.

    Args:
        robot: Name of the robot.
        day: When it was wiped, as the robot's clock says.
        wiped: What was done.
    """
    lines = [f"Karlsson: robot {robot} was wiped on {day} (by its own clock).", ""]
    for title, entries in (
        ("Removed", wiped.removed),
        ("Kept, as asked for", wiped.kept),
        ("NOT REMOVED", wiped.failed),
    ):
        if entries:
            lines += [f"{title}:", *(f"  {one.path}  ({one.what})" for one in entries), ""]
    if not (wiped.removed or wiped.failed):
        lines += ["There was nothing to remove.", ""]
    if wiped.left:
        lines += ["STILL THERE:", *(f"  {path}" for path in wiped.left), ""]
    if wiped.found:
        lines += [
            "A REMOVED SECRET IS STILL IN:",
            *(f"  {path}" for path in wiped.found),
            "  Look into these files, remove what belongs to the school, and wipe once more.",
            "",
        ]
    lines += [
        f"Looked for afterwards: {wiped.secrets} secrets (keys, tokens, names, Wi-Fi); "
        + ("found in the files above." if wiped.found else "none was found anywhere."),
        STAYS,
        "",
        "CLEAN" if wiped.is_clean else "NOT CLEAN",
    ]
    return "\n".join(lines) + "\n"
