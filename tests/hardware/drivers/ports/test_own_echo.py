from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.drivers.ports.own_echo import OwnEcho

ORDER = b"\xff\xff\xfe\x04\x83\x28\x01\x51"
QUESTION = b"\xff\xff\x01\x04\x02\x38\x0f\xb1"
ANSWER = b"\xff\xff\x01\x03\x00\x20\xdb"


def heard(echo: OwnEcho, *chunks: bytes) -> bytes:
    return b"".join(echo.heard(chunk) for chunk in chunks)


@pytest.mark.parametrize(
    "chunks",
    [
        pytest.param([QUESTION + ANSWER], id="together"),
        pytest.param([QUESTION, ANSWER], id="apart"),
        pytest.param([bytes([byte]) for byte in QUESTION + ANSWER], id="byte by byte"),
        pytest.param([QUESTION[:5], QUESTION[5:] + ANSWER[:3], ANSWER[3:]], id="torn"),
    ],
)
def test_own_bytes_are_left_out(chunks: list[bytes]) -> None:
    echo = OwnEcho()
    echo.sent(QUESTION)
    assert heard(echo, *chunks) == ANSWER
    assert echo.found


def test_orders_that_nobody_answers_come_back_before_the_next_answer() -> None:
    echo = OwnEcho()
    echo.sent(ORDER)
    echo.sent(QUESTION)
    assert heard(echo, ORDER + QUESTION + ANSWER) == ANSWER


def test_an_echo_that_got_lost_does_not_spoil_the_next() -> None:
    echo = OwnEcho()
    echo.sent(ORDER)
    echo.sent(QUESTION)
    assert heard(echo, QUESTION, ANSWER) == ANSWER


def test_noise_before_an_echo_is_still_noise_and_the_echo_is_left_out() -> None:
    echo = OwnEcho()
    for _ in range(2):  # also after the noise made the adapter look like one without an echo
        echo.sent(QUESTION)
        assert heard(echo, b"\x00" + QUESTION + ANSWER) == b"\x00" + ANSWER
    assert echo.found


def test_an_adapter_without_an_echo_loses_nothing() -> None:
    echo = OwnEcho()
    for _ in range(3):
        echo.sent(ORDER)
        echo.sent(QUESTION)
        assert heard(echo, ANSWER[:3], ANSWER[3:]) == ANSWER
    assert echo.found is False


def test_a_short_answer_that_equals_the_question_is_an_answer() -> None:
    # A Maestro's channel 23 at 1508 us answers with the very bytes of the question.
    position, target = b"\x90\x17", b"\x84\x17\x10\x2f"
    echo = OwnEcho()
    echo.sent(target)
    echo.sent(b"\xa1")
    assert heard(echo, b"\x00\x00") == b"\x00\x00"
    for _ in range(2):
        echo.sent(target)
        echo.sent(position)
        assert heard(echo, position) == position
    echo.sent(target)
    echo.sent(position)
    assert heard(echo, target[:2]) == target[:2]


def test_with_an_echo_the_same_answer_is_told_from_the_question() -> None:
    position, target = b"\x90\x17", b"\x84\x17\x10\x2f"
    echo = OwnEcho()
    echo.sent(target)
    echo.sent(position)
    assert heard(echo, target + position, position) == position
    echo.sent(position)
    assert heard(echo, position, position) == position


def test_what_comes_unasked_is_passed_on() -> None:
    assert OwnEcho().heard(ANSWER) == ANSWER


def frames(lead: bytes) -> st.SearchStrategy[bytes]:
    return st.binary(min_size=4, max_size=20).map(lambda body: lead + body)


@given(
    rounds=st.lists(
        st.tuples(st.lists(frames(b"\xff\xff\xfe"), max_size=3), frames(b"\xff\xff\x01")),
        min_size=1,
        max_size=5,
    ),
    answer=st.binary(min_size=2, max_size=30).map(lambda body: b"\xff\xff\x02" + body),
    echoes=st.booleans(),
    cuts=st.lists(st.integers(1, 12), min_size=1, max_size=8),
)
@settings(max_examples=200, deadline=None)
def test_whatever_comes_back_in_whatever_pieces_the_answers_are_heard(
    rounds: list[tuple[list[bytes], bytes]], answer: bytes, echoes: bool, cuts: list[int]
) -> None:
    echo = OwnEcho()
    for orders, question in rounds:
        line = b""
        for message in (*orders, question):
            echo.sent(message)
            line += message if echoes else b""
        line += answer
        found, sizes = b"", cycle(cuts)
        while line:
            size = next(sizes)
            found += echo.heard(line[:size])
            line = line[size:]
        assert found == answer
    assert echo.found is echoes
