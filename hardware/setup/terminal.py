"""Terminal of any kind: reads single keys, and draws each screen over the last.

prompt_toolkit reads the keys and draws what changed. On a terminal without a movable
cursor (TERM=dumb, no TERM), sentences are printed when they change, and the last live
line is overwritten after a carriage return.
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
"""Time for the rest of an Escape sequence to arrive, also over ssh."""
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
    """Return the abilities of this terminal (NO_COLOR as on no-color.org)."""
    smart = moves_cursor(environment)
    encoding = (out.encoding or "ascii").lower()
    return Style(
        unicode=encoding.startswith("utf") and smart,
        colour=smart and out.isatty() and not environment.get("NO_COLOR"),
        compact=not smart,
    )


def moves_cursor(environment: Mapping[str, str]) -> bool:
    """Return whether the terminal understands ANSI cursor movements."""
    return environment.get("TERM", "dumb") not in ("dumb", "unknown", "")


def name_of(press: KeyPress) -> str | None:
    """Return the name of a key, letters in lower case; None for keys without a use here."""
    if isinstance(press.key, Keys):
        return NAMES.get(press.key)
    return press.key.lower() if press.key.isprintable() else None


class Terminal:
    """Keys and screen of one terminal.

    Args:
        keys: Source of keys.
        screen: Output for drawing.
        style: Abilities of the terminal.
        plain: Output for printed sentences, if the cursor cannot be moved.
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
        # The application only draws; it never runs, since callers ask for keys one by one.
        self._drawing: Application[Any] = Application(input=keys, output=screen)

    @classmethod
    def of(cls, into: TextIO, out: TextIO, environment: Mapping[str, str]) -> "Terminal":
        """Return the terminal that a command was started from.

        Raises:
            NotConnected: The input is not a terminal.
        """
        if not into.isatty():
            raise NotConnected("terminal", "this command needs a keyboard and a screen")
        style = style_of(environment, out)
        if not (moves_cursor(environment) and out.isatty()):
            return cls(create_input(into), DummyOutput(), style, out)
        screen = Vt100_Output.from_pty(out, environment.get("TERM"), enable_bell=False)
        return cls(create_input(into), screen, style)

    @property
    def columns(self) -> int:
        """Width of the terminal."""
        if self._plain is not None:
            return shutil.get_terminal_size().columns
        return self._screen.get_size().columns

    @contextlib.contextmanager
    def opened(self) -> Iterator["Terminal"]:
        """Read single keys without showing them; restore the terminal on leaving."""
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
        """Return the next key, or None if none is pressed in time."""
        try:
            async with asyncio.timeout(timeout_s):
                return await self._waiting.get()
        except TimeoutError:
            if timeout_s >= ESCAPE_S:
                self._take(self._keys.flush_keys())
            return None if self._waiting.empty() else self._waiting.get_nowait()

    def show(self, frame: ScreenFrame) -> None:
        """Show this screen in place of the last."""
        if frame == self._frame:
            return
        before, self._frame = self._frame, frame
        # A closed terminal cannot show anything; SIGHUP ends the command.
        with contextlib.suppress(OSError):
            if self._plain is None:
                self._draw()
            else:
                self._print(self._plain, before)

    def _draw(self, ended: bool = False) -> None:
        text = ANSI("\n".join((*self._frame.lines, "", *self._frame.live)))
        layout = Layout(Window(FormattedTextControl(text, show_cursor=False)))
        # Parts of the layout ask for the application, and create a costly one if none is set.
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
        """Leave the last screen in place, with the cursor below it."""
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
        """Keep a key; if too many wait it is lost, except the keys that leave."""
        if self._waiting.full() and name in ("ctrl_c", "eof"):
            self._waiting.get_nowait()
        with contextlib.suppress(asyncio.QueueFull):
            self._waiting.put_nowait(name)
