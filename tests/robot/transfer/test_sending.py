from typing import Any

import pytest

from bridge.protocol.transfers import BLOB_BYTES, Piece, Proceed
from robot.transfer.sending import Blob, BlobSending
from tests.robot.transfer.golden import load, play_sending


@pytest.mark.parametrize("script", load()["sending"], ids=lambda script: script["name"])
def test_it_follows_the_samples(script: Any) -> None:
    assert play_sending(script) == script["results"]


def leaves(sending: BlobSending) -> tuple[str | None, str | None]:
    return sending.current, sending.crossing


def test_it_says_what_leaves() -> None:
    sending = BlobSending(60, 24576)
    sending.add(Blob("sheet", 9, bytes(5000)))
    sending.opened(0)
    assert leaves(sending) == ("sheet", None)
    sending.next(0)
    sending.receive(Proceed(9, 0), 1)
    assert leaves(sending) == ("sheet", "sheet")
    sending.add(Blob("still", 5, bytes(5000)))
    assert leaves(sending) == ("still", None)


def test_the_largest_blob_is_taken_and_shows_no_content() -> None:
    blob = Blob("sheet", 9, b"secret" + bytes(BLOB_BYTES - 6))
    assert BlobSending(60, 24576).add(blob) is None
    assert "secret" not in repr(blob)


def test_it_never_waits_for_an_acknowledgement_that_nobody_asked_for() -> None:
    sending = BlobSending(12, 16384)
    sending.add(Blob("sheet", 9, bytes(20000)))
    sending.opened(0)
    sending.next(0)
    sending.receive(Proceed(9, 0), 1)
    pieces = []
    while (piece := sending.next(1)) is not None:
        assert isinstance(piece, Piece)
        pieces.append(piece)
    assert pieces[-1].asks
