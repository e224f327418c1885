import re

import pytest

from bridge.protocol.errors import REFUSALS, ProtocolError, SdpRefused


@pytest.mark.parametrize(("code", "sentence"), sorted(REFUSALS.items()))
def test_every_refusal_is_a_word_for_programs_and_a_sentence_for_people(
    code: str, sentence: str
) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", code)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert str(ProtocolError(code)) == f"{code}: {sentence}"


def test_a_code_that_nobody_knows_cannot_be_raised() -> None:
    with pytest.raises(KeyError):
        ProtocolError("because")


def test_the_detail_is_bounded() -> None:
    error = ProtocolError("malformed", "x" * 10_000)
    assert len(error.detail) == 200
    assert error.sentence.endswith("x" * 200)


def test_a_refused_description_is_a_protocol_error() -> None:
    assert isinstance(SdpRefused("sdp_media"), ProtocolError)
