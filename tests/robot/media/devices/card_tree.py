"""The kernel's files of one sound card."""

from pathlib import Path


def card_tree(root: Path, sides: str = "c") -> Path:
    """Make the files of card 1, named Headset, with these sides; return the root."""
    card = root / "sys/class/sound/card1"
    card.mkdir(parents=True)
    (card / "id").write_text("Headset\n")
    (root / "dev/snd").mkdir(parents=True)
    for side in sides:
        (root / f"dev/snd/pcmC1D0{side}").touch()
    return root
