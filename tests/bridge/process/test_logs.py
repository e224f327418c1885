import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.process import logs


@given(text=st.text(max_size=300), most=st.integers(0, 200))
def test_foreign_text_cannot_break_a_line_or_fill_the_disk(text: str, most: int) -> None:
    cleaned = logs.clean(text, most)
    assert len(cleaned) <= most
    assert cleaned.isprintable()


def test_harmless_text_stays_as_it_is() -> None:
    assert logs.clean("Käthe 7") == "Käthe 7"
    assert logs.clean("a\nb\x1b[31m\u202e") == "a?b?[31m?"


def test_our_words_come_on_one_line_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()
    logging.getLogger("robot.presence.machine").info("presence: %s -> %s", "idle", "joining")
    logging.getLogger("robot.presence.machine").debug("too much")
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith(" INFO robot.presence.machine: presence: idle -> joining\n")
    assert err.count("\n") == 1


def test_libraries_are_quiet_and_the_talkative_ones_more_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure("DEBUG")
    logging.getLogger("aioice.ice").warning("Connection(0) candidate 192.0.2.2")
    logging.getLogger("aiortc.rtcdtlstransport").info("peer 192.0.2.2")
    logging.getLogger("somebody").info("hello")
    assert capsys.readouterr().err == ""
    logging.getLogger("somebody").warning("help")
    logging.getLogger("bridge.signaling.rooms").debug("now said")
    assert capsys.readouterr().err.count("\n") == 2


def test_configuring_twice_does_not_say_everything_twice(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure()
    logs.configure()
    logging.getLogger("bridge").warning("once")
    assert capsys.readouterr().err.count("once") == 1


def line(text: str, created_s: float) -> logging.LogRecord:
    record = logging.LogRecord("bridge.x", logging.INFO, "x.py", 1, text, None, None)
    record.created = created_s
    return record


def test_a_flood_of_one_kind_of_line_is_cut_and_counted() -> None:
    gate = logs.Floodgate()
    assert sum(gate.filter(line("peer is here", 0)) for _ in range(1000)) == logs.LINES
    assert gate.filter(line("something else", 0))
    late = line("peer is here", logs.REST_S)
    assert gate.filter(late)
    assert late.getMessage() == f"peer is here ({1000 - logs.LINES} more of these were left out)"
    assert not gate.filter(line("peer is here", logs.REST_S))


def test_a_clock_that_jumps_back_lets_nothing_through() -> None:
    gate = logs.Floodgate()
    for _ in range(logs.LINES):
        assert gate.filter(line("peer is here", 1e9))
    assert not gate.filter(line("peer is here", 0))


def test_the_kinds_of_lines_that_are_remembered_are_bounded() -> None:
    gate = logs.Floodgate()
    for number in range(2 * logs.KINDS):
        gate.filter(line(f"a library says {number}", 0))
    assert len(gate._kinds) == logs.KINDS


def test_the_log_of_a_process_is_never_flooded(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()
    for number in range(1000):
        logging.getLogger("bridge.signaling.endpoint").info(
            "%s of robot %d is here", "pupil", number
        )
    assert capsys.readouterr().err.count("\n") <= logs.LINES + 1


@pytest.mark.parametrize(("error", "passes"), [(ValueError("ours"), True), (EOFError(), False)])
def test_a_fault_of_our_own_is_logged_and_one_of_that_kind_is_not(
    error: Exception, passes: bool
) -> None:
    record = logging.LogRecord("x", logging.ERROR, "x", 1, "x", None, (type(error), error, None))
    assert logs.without(EOFError)(record) is passes
    record.exc_info = None
    assert logs.without(EOFError)(record)
