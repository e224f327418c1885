import asyncio
import io
import os
import signal
import termios
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.application.dummy import DummyApplication
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.key_binding import KeyPress
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import DummyOutput

from hardware.contract.errors import NotConnected
from hardware.setup.dial import RED, Style
from hardware.setup.screen import ScreenFrame
from hardware.setup.terminal import MOST_KEYS, Terminal, moves_cursor, name_of, style_of
from tests.deadline import WAIT_S
from tests.hardware.setup.technician import ESCAPES, Technician, at_a_pty, at_a_terminal


@contextmanager
def at_a_real_terminal(
    environment: Mapping[str, str],
) -> Iterator[tuple[Technician, Terminal, int]]:
    with (
        at_a_pty() as (technician, far),
        os.fdopen(far, "r", closefd=False) as into,
        os.fdopen(far, "w", closefd=False) as out,
    ):
        yield technician, Terminal.of(into, out, environment), far


def lines_of(terminal: Terminal) -> list[str]:
    """Return what prompt_toolkit has drawn."""
    screen = terminal._drawing.renderer.last_rendered_screen
    assert screen is not None
    rows = (screen.data_buffer[y] for y in range(screen.height))
    return ["".join(row[x].char for x in range(max(row, default=0) + 1)).rstrip() for row in rows]


async def test_keys_arrive_one_by_one_without_enter_and_unseen() -> None:
    with at_a_real_terminal({"TERM": "xterm"}) as (technician, terminal, _), terminal.opened():
        technician.press("q", "\x1b[D", "\r", "\x03", "\x04")
        found = [await terminal.key(WAIT_S) for _ in range(5)]
        assert found == ["q", "left", "enter", "ctrl_c", "eof"]
        assert ESCAPES.sub("", technician.shown) == ""


async def test_arrows_of_every_terminal_have_one_name() -> None:
    with at_a_terminal({"TERM": "xterm"}) as (technician, terminal), terminal.opened():
        technician.press("\x1b[A\x1bOA\x1b[D\x1bOD", "Q", "Y", "\n")
        found = [await terminal.key(WAIT_S) for _ in range(7)]
        assert found == ["up", "up", "left", "left", "q", "y", "enter"]


async def test_keys_of_no_use_and_what_is_pasted_press_nothing() -> None:
    with at_a_terminal({"TERM": "xterm"}) as (technician, terminal), terminal.opened():
        technician.press("\x1b[15~\x1b[1;5C", "\x1b[200~yyy\x1b[201~", "n")
        assert await terminal.key(WAIT_S) == "n"


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
    with at_a_real_terminal({"TERM": "xterm"}) as (_, terminal, far):
        before = termios.tcgetattr(far)
        with terminal.opened():
            assert termios.tcgetattr(far) != before
        assert termios.tcgetattr(far) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_to_leave_is_a_key_like_any_other(number: signal.Signals) -> None:
    with at_a_terminal({"TERM": "xterm"}) as (_, terminal), terminal.opened():
        signal.raise_signal(number)
        assert await terminal.key(WAIT_S) == "ctrl_c"


async def test_the_way_out_gets_through_however_many_keys_wait() -> None:
    with at_a_terminal({"TERM": "xterm"}) as (technician, terminal), terminal.opened():
        technician.press("x" * 2 * MOST_KEYS)
        await terminal.key(WAIT_S)
        signal.raise_signal(signal.SIGINT)
        keys = set()
        while (key := await terminal.key(0.2)) is not None:
            keys.add(key)
        assert "ctrl_c" in keys


async def test_a_terminal_that_is_gone_is_the_end_of_keys() -> None:
    with (
        create_pipe_input() as keys,
        Terminal(keys, DummyOutput(), Style()).opened() as terminal,
    ):
        keys.close()
        assert await terminal.key(WAIT_S) == "eof"


async def test_a_picture_is_drawn_over_the_one_before() -> None:
    with at_a_terminal({"TERM": "xterm"}) as (_, terminal), terminal.opened():
        terminal.show(ScreenFrame(("one", "more"), ("live 1",)))
        assert lines_of(terminal) == ["one", "more", "", "live 1"]
        terminal.show(ScreenFrame(("two",), ("live 2",)))
        assert lines_of(terminal)[:3] == ["two", "", "live 2"]


async def test_no_second_application_is_made_for_each_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It would cost twenty times what drawing costs, twenty times a second."""
    with at_a_terminal({"TERM": "xterm"}) as (_, terminal), terminal.opened():
        made: list[object] = []
        monkeypatch.setattr(DummyApplication, "__init__", lambda self: made.append(self))
        terminal.show(ScreenFrame(("one",), ("live",)))
        assert made == []


async def test_only_what_changed_is_sent_and_the_last_picture_stays() -> None:
    with at_a_real_terminal({"TERM": "xterm"}) as (technician, terminal, _):
        with terminal.opened():
            terminal.show(ScreenFrame(("where it stands",), ("2048 steps",)))
            await technician.sees("2048 steps")
            first = len(technician.shown)
            terminal.show(ScreenFrame(("where it stands",), ("2049 steps",)))
            await technician.sees("9")
            assert "where it stands" not in technician.shown[first:]
            assert "\x1b[?25l" in technician.shown
        await technician.sees("where it stands")
        await technician.sees("2049 steps")
        assert technician.shown.rpartition("\x1b[?25")[2].startswith("h")


async def test_colours_reach_the_terminal() -> None:
    with at_a_real_terminal({"TERM": "xterm"}) as (technician, terminal, _), terminal.opened():
        assert terminal.style.colour
        terminal.show(ScreenFrame((), (terminal.style.paint(RED, "hot"),)))
        await technician.sees("hot")
        assert "31m" in technician.shown


async def test_a_dumb_terminal_gets_no_escape_and_only_what_changed() -> None:
    with at_a_real_terminal({"TERM": "dumb"}) as (technician, terminal, _):
        with terminal.opened():
            terminal.show(ScreenFrame(("one",), ("dial 1",)))
            terminal.show(ScreenFrame(("one",), ("dial 2",)))
            terminal.show(ScreenFrame(("two",), ("dial 3",)))
            technician.press("\x1b[A")
            assert await terminal.key(WAIT_S) == "up"
        await technician.sees("dial 3")
        assert "\x1b" not in technician.shown
        assert technician.shown.count("one") == 1
        assert "\rdial 2" in technician.shown


async def test_without_a_terminal_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("q")
    with (tmp_path / "keys").open() as into, pytest.raises(NotConnected, match="terminal"):
        Terminal.of(into, io.StringIO(), {"TERM": "xterm"})


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
    with at_a_pty() as (_, far), os.fdopen(far, "w", closefd=False) as out:
        assert style_of({"TERM": "xterm"}, out).colour
        assert not style_of({"TERM": "xterm", "NO_COLOR": "1"}, out).colour


@given(st.sampled_from(Keys) | st.characters())
def test_every_key_has_a_short_name_or_none(key: Keys | str) -> None:
    name = name_of(KeyPress(key))
    assert name is None or len(name) <= 6
    assert name is None or name.isprintable()
