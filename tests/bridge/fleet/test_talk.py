import msgspec
import pytest

from bridge.fleet.talk import (
    AskErrand,
    AskRows,
    ErrandAnswer,
    TellAnswer,
    TellRows,
    TellTrial,
    TellTrouble,
    decode_question,
    decode_reply,
    encode,
)
from tests.bridge.fleet.rows import FREE


@pytest.mark.parametrize("question", [AskRows(), AskErrand("doctor", ("karlsson-1",), "en")])
def test_questions_survive_the_way(question: AskRows | AskErrand) -> None:
    assert decode_question(encode(question)) == question


def test_replies_survive_the_way() -> None:
    answer = TellAnswer(ErrandAnswer("karlsson-1", "done", None, b"\0PK\xff"))
    for reply in (answer, TellRows((FREE,)), TellTrouble("no"), TellTrial((("e-mail", ""),))):
        assert decode_reply(encode(reply)) == reply
        assert b"\n" not in encode(reply)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"type":"errand","errand":"film","robots":["a"]}',
        b'{"type":"errand","errand":"doctor","robots":[]}',
        b'{"type":"errand","errand":"doctor","robots":["../a"]}',
        b"{}",
    ],
)
def test_another_question_is_no_question(raw: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode_question(raw)
