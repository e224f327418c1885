import asyncio
import io
import signal
import termios
from pathlib import Path

import pytest

from hardware.errors import NotConnected
from hardware.setup.screen import Frame
from hardware.setup.terminal import Terminal, moves_cursor, style_of
from tests.hardware.bodies import WAIT_S
from tests.hardware.setup.technician import at_a_terminal


async def test_keys_arrive_one_by_one_without_enter_and_unseen() -> None:
    with at_a_terminal({"TERM": "xterm"}) as (technician, terminal), terminal.opened():
        technician.press("q", "\x1b[D", "\r")
        assert [await terminal.key(WAIT_S) for _ in range(3)] == ["q", "left", "enter"]
        assert technician.shown == ""


async def test_nobody_presses_a_key_for_ever() -> None:
    with at_a_terminal({"TERM": "xterm"}) as (_, terminal), terminal.opened():
        assert await terminal.key(0.0) is None


async def test_an_escape_alone_is_a_key() -> None:
    with at_a_terminal({"TERM": "xterm"}) as (technician, terminal), terminal.opened():
        technician.press("\x1b")
        async with asyncio.timeout(WAIT_S):
            while (key := await terminal.key(0.05)) is None:
                pass
        assert key == "escape"


async def test_the_terminal_is_afterwards_as_it_was_before() -> None:
    with at_a_terminal({"TERM": "xterm"}) as (_, terminal):
        into = terminal._in.fileno()
        before = termios.tcgetattr(into)
        with terminal.opened():
            assert termios.tcgetattr(into) != before
        assert termios.tcgetattr(into) == before


async def test_ctrl_c_is_a_key_like_any_other() -> None:
    with at_a_terminal({"TERM": "xterm"}) as (_, terminal), terminal.opened():
        signal.raise_signal(signal.SIGINT)
        assert await terminal.key(WAIT_S) == "ctrl_c"


async def test_ctrl_c_gets_through_however_many_keys_wait() -> None:
    with at_a_terminal({"TERM": "xterm"}) as (technician, terminal), terminal.opened():
        technician.press("x" * 60)
        await terminal.key(WAIT_S)
        signal.raise_signal(signal.SIGINT)
        keys = set()
        while (key := await terminal.key(0.2)) is not None:
            keys.add(key)
        assert "ctrl_c" in keys


async def test_a_picture_is_drawn_over_the_one_before() -> None:
    with at_a_terminal({"TERM": "xterm"}) as (technician, terminal), terminal.opened():
        terminal.show(Frame(("one",), ("live",)))
        await technician.sees("live")
        terminal.show(Frame(("two",), ("still",)))
        await technician.sees("still")
        assert "\x1b[3A\r\x1b[J" in technician.shown


async def test_a_dumb_terminal_gets_no_escape_and_only_what_changed() -> None:
    with at_a_terminal({"TERM": "dumb"}) as (technician, terminal), terminal.opened():
        terminal.show(Frame(("one",), ("dial 1",)))
        terminal.show(Frame(("one",), ("dial 2",)))
        terminal.show(Frame(("two",), ("dial 3",)))
        await technician.sees("dial 3")
        assert "\x1b" not in technician.shown
        assert technician.shown.count("one") == 1
        assert "\rdial 2" in technician.shown


async def test_without_a_terminal_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("q")
    with (tmp_path / "keys").open() as into:
        terminal = Terminal(into, io.StringIO(), {"TERM": "xterm"})
        with pytest.raises(NotConnected, match="terminal"), terminal.opened():
            pass


@pytest.mark.parametrize(
    ("environment", "moves"),
    [
        pytest.param({}, False, id="none"),
        pytest.param({"TERM": "dumb"}, False, id="dumb"),
        pytest.param({"TERM": "linux"}, True, id="console"),
        pytest.param({"TERM": "xterm-256color"}, True, id="ssh"),
    ],
)
def test_the_cursor_moves_where_term_says_so(environment: dict[str, str], moves: bool) -> None:
    assert moves_cursor(environment) is moves


async def test_no_color_takes_colours_and_leaves_letters() -> None:
    with at_a_terminal({"TERM": "xterm"}) as (_, terminal):
        out = terminal._out
        assert style_of({"TERM": "xterm"}, out).colour
        assert not style_of({"TERM": "xterm", "NO_COLOR": "1"}, out).colour
