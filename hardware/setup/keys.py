"""PURE. Bytes of a terminal to names of keys. No I/O.

Source of the sequences: ECMA-48 (CSI, SS3) as xterm, the Linux console and screen send them.
"""

NAMED = {
    b"\r": "enter",
    b"\n": "enter",
    b"\x03": "ctrl_c",
    b"\x04": "eof",
    b"\x1b[A": "up",
    b"\x1b[B": "down",
    b"\x1b[C": "right",
    b"\x1b[D": "left",
    b"\x1bOA": "up",
    b"\x1bOB": "down",
    b"\x1bOC": "right",
    b"\x1bOD": "left",
}
MOST_SEQUENCE = 8
ESCAPE = 0x1B


class Keys:
    """Collects bytes and gives whole keys; a lone Escape is given by `flush`."""

    def __init__(self) -> None:
        self._kept = b""

    @property
    def waiting(self) -> bool:
        """Whether an Escape is held that may begin a longer key."""
        return bool(self._kept)

    def feed(self, data: bytes) -> list[str]:
        """Return the keys that these bytes complete; unknown sequences are left out."""
        found: list[str] = []
        for value in data:
            self._kept += bytes([value])
            if self._whole():
                name = self._name()
                self._kept = b""
                if name:
                    found.append(name)
        return found

    def flush(self) -> list[str]:
        """Nothing followed an Escape: it is the key itself."""
        kept, self._kept = self._kept, b""
        return ["escape"] if kept == b"\x1b" else []

    def _whole(self) -> bool:
        kept = self._kept
        if kept[0] != ESCAPE:
            return True
        if len(kept) == 1:
            return False
        if kept[1:2] not in (b"[", b"O"):
            return True
        # A CSI sequence ends with a byte in 0x40..0x7e (ECMA-48, 5.4).
        return len(kept) > 2 and (0x40 <= kept[-1] <= 0x7E or len(kept) >= MOST_SEQUENCE)

    def _name(self) -> str:
        if self._kept in NAMED:
            return NAMED[self._kept]
        text = self._kept.decode("ascii", "ignore")
        return text.lower() if len(text) == 1 and text.isprintable() else ""
