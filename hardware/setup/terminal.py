"""A terminal of any kind: keys in one by one, a picture out that is drawn over itself.

prompt_toolkit reads the keys and draws what changed. Where there is no cursor to
move (TERM=dumb, no TERM), sentences are printed when they change, and the last live
line is overwritten with a carriage return.
"""

import asyncio
import contextlib
import shutil
import signal
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from prompt_toolkit.application import Application
from prompt_toolkit.application.current import set_app
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.output import DummyOutput, Output
from prompt_toolkit.output.vt100 import Vt100_Output

from hardware.contract.errors import NotConnected
from hardware.setup.dial import Style
from hardware.setup.screen import ScreenFrame

MOST_KEYS = 32
ESCAPE_S = 0.05
"""So long after an Escape its sequence must have arrived, also over ssh."""
LEAVING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
NAMES = {
    Keys.ControlM: "enter",
    Keys.ControlJ: "enter",
    Keys.ControlC: "ctrl_c",
    Keys.ControlD: "eof",
    Keys.Escape: "escape",
    Keys.Up: "up",
    Keys.Down: "down",
    Keys.Right: "right",
    Keys.Left: "left",
}


def style_of(environment: Mapping[str, str], out: TextIO) -> Style:
    """Return what this terminal can show (no-color.org: NO_COLOR takes colours away)."""
    smart = moves_cursor(environment)
    encoding = (out.encoding or "ascii").lower()
    return Style(
        unicode=encoding.startswith("utf") and smart,
        colour=smart and out.isatty() and not environment.get("NO_COLOR"),
        compact=not smart,
    )


def moves_cursor(environment: Mapping[str, str]) -> bool:
    """Return whether the terminal knows ANSI's cursor movements."""
    return environment.get("TERM", "dumb") not in ("dumb", "unknown", "")


def name_of(press: KeyPress) -> str | None:
    """Return the name of a key, a letter always as a small one; None for keys of no use here."""
    if isinstance(press.key, Keys):
        return NAMES.get(press.key)
    return press.key.lower() if press.key.isprintable() else None


class Terminal:
    """Keys and pictures.

    Args:
        keys: Where keys come from.
        screen: Where pictures are drawn.
        style: What can be drawn.
        plain: Where sentences are printed instead, if the cursor cannot be moved.
    """

    def __init__(
        self, keys: Input, screen: Output, style: Style, plain: TextIO | None = None
    ) -> None:
        self.style = style
        self._keys = keys
        self._screen = screen
        self._plain = plain
        self._waiting: asyncio.Queue[str] = asyncio.Queue(MOST_KEYS)
        self._frame = ScreenFrame(())
        # It draws; it is never run: keys are asked for, one by one, by whoever holds us.
        self._drawing: Application[Any] = Application(input=keys, output=screen)

    @classmethod
    def of(cls, into: TextIO, out: TextIO, environment: Mapping[str, str]) -> "Terminal":
        """Return the terminal that a command was started at.

        Raises:
            NotConnected: There is nobody to press keys.
        """
        if not into.isatty():
            raise NotConnected("terminal", "this needs one, with somebody at its keys")
        style = style_of(environment, out)
        if not (moves_cursor(environment) and out.isatty()):
            return cls(create_input(into), DummyOutput(), style, out)
        screen = Vt100_Output.from_pty(out, environment.get("TERM"), enable_bell=False)
        return cls(create_input(into), screen, style)

    @property
    def columns(self) -> int:
        """How wide it is."""
        if self._plain is not None:
            return shutil.get_terminal_size().columns
        return self._screen.get_size().columns

    @contextlib.contextmanager
    def opened(self) -> Iterator["Terminal"]:
        """Read single keys without showing them; everything is as before on leaving."""
        loop = asyncio.get_running_loop()
        with self._keys.raw_mode(), self._keys.attach(self._readable):
            for number in LEAVING:
                loop.add_signal_handler(number, self._put, "ctrl_c")
            try:
                yield self
            finally:
                for number in LEAVING:
                    loop.remove_signal_handler(number)
                self._end()

    async def key(self, timeout_s: float) -> str | None:
        """Return the next key, or None where none comes in time."""
        try:
            async with asyncio.timeout(timeout_s):
                return await self._waiting.get()
        except TimeoutError:
            if timeout_s >= ESCAPE_S:
                self._take(self._keys.flush_keys())
            return None if self._waiting.empty() else self._waiting.get_nowait()

    def show(self, frame: ScreenFrame) -> None:
        """Show this picture over the one before."""
        if frame == self._frame:
            return
        before, self._frame = self._frame, frame
        # Whoever closed the terminal wants no picture; leaving follows by SIGHUP.
        with contextlib.suppress(OSError):
            if self._plain is None:
                self._draw()
            else:
                self._print(self._plain, before)

    def _draw(self, ended: bool = False) -> None:
        text = ANSI("\n".join((*self._frame.lines, "", *self._frame.live)))
        layout = Layout(Window(FormattedTextControl(text, show_cursor=False)))
        # Parts of the layout ask for the application, and make a costly one where none is set.
        with set_app(self._drawing):
            self._drawing.renderer.render(self._drawing, layout, is_done=ended)

    def _print(self, out: TextIO, before: ScreenFrame) -> None:
        frame = self._frame
        if frame.lines != before.lines:
            ended = "\n" if before.live else ""
            out.write(ended + "".join(f"{line}\n" for line in frame.lines))
        if frame.live:
            covered = len(before.live[-1]) if before.live else 0
            text = "  ".join(part.strip() for part in frame.live)[: self.columns - 1]
            out.write("\r" + text.ljust(min(covered, self.columns - 1)))
        out.flush()

    def _end(self) -> None:
        """Leave the last picture where it stands, with the cursor below it."""
        if self._frame == ScreenFrame(()):
            return
        with contextlib.suppress(OSError):
            if self._plain is None:
                self._draw(ended=True)
            elif self._frame.live:
                self._plain.write("\n")
                self._plain.flush()
        self._frame = ScreenFrame(())

    def _readable(self) -> None:
        self._take(self._keys.read_keys())
        if self._keys.closed:
            self._put("eof")

    def _take(self, presses: list[KeyPress]) -> None:
        for press in presses:
            name = name_of(press)
            if name is not None:
                self._put(name)

    def _put(self, name: str) -> None:
        """Keep a key; who hammers on them loses the last, but never the way out."""
        if self._waiting.full() and name in ("ctrl_c", "eof"):
            self._waiting.get_nowait()
        with contextlib.suppress(asyncio.QueueFull):
            self._waiting.put_nowait(name)
