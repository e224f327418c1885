"""Pictures for the technician's page: what terminals show, and the sheet of labels."""

import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
import typst
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from tests.rehearsal.desk import WIDTH, Said

FORMAT = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
"""Rich's own, without the font that it would fetch from somebody's server."""

LABELS_PPI = 90.0
LABELS_SHARE = 0.42
"""Part of the sheet that is shown, from above."""

PROMPT = "$ "
HIDES_CURSOR = "\x1b[?25l"

Instead = Sequence[tuple[str, str]]


class Pictures:
    """Takes pictures into a folder.

    Args:
        folder: Of the pictures; None takes none.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.taken: list[str] = []

    @property
    def wanted(self) -> bool:
        """Return whether somebody wants pictures."""
        return self.folder is not None

    def terminal(self, name: str, title: str, said: Said, instead: Instead = ()) -> None:
        """Show a command and what it said.

        Args:
            instead: Folders of this run, and what stands in their place on a robot.
        """

        def show(console: Console) -> None:
            console.print(Text(PROMPT, "bold green").append(said.shown, "bold default"))
            for text in (said.errors, said.out):
                # Bars that grow have no place in a picture that stands still.
                if text.strip() and HIDES_CURSOR not in text:
                    for here, there in instead:
                        text = text.replace(here, there)
                    console.print(Text.from_ansi(text.rstrip()))

        self.drawn(name, title, show)

    def drawn(self, name: str, title: str, show: Callable[[Console], None]) -> None:
        """Show what is printed to a console."""
        if self.folder is None:
            return
        self._keep(f"{name}.svg", svg(name, title, show).encode())

    def labels(self, name: str, sheet: Path) -> None:
        """Show the upper part of the sheet of labels."""
        if self.folder is None:
            return
        page = f'#set page(margin: 0pt)\n#image("{sheet.name}", width: 100%)\n'
        drawn = typst.Compiler(root=sheet.parent).compile(
            page.encode(), format="png", ppi=LABELS_PPI
        )
        first = drawn[0] if isinstance(drawn, list) else drawn
        assert first is not None
        picture = cv2.imdecode(np.frombuffer(first, np.uint8), cv2.IMREAD_COLOR)
        assert picture is not None
        upper = picture[: int(LABELS_SHARE * picture.shape[0])]
        done, data = cv2.imencode(".webp", upper, [cv2.IMWRITE_WEBP_QUALITY, 80])
        assert done
        self._keep(f"{name}.webp", data.tobytes())

    def _keep(self, name: str, data: bytes) -> None:
        assert self.folder is not None
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_bytes(data)
        self.taken.append(name)


def svg(name: str, title: str, show: Callable[[Console], None]) -> str:
    """Return a terminal as a picture, which fetches nothing.

    Args:
        name: Makes the names inside of the picture its own.
        title: Stands over the terminal.
        show: Prints to a console.
    """
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, highlight=False
    )
    show(console)
    return console.export_svg(title=title, code_format=FORMAT, unique_id=f"k-{name}")
