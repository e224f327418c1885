from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.protocol.transfers import BLOB_BYTES, OfferBlob, Piece, Proceed, Received, Withdraw
from robot.transfer.receiving import BlobArrived, BlobReceiving
from robot.transfer.sending import Blob, BlobSending
from tests.robot.transfer.golden import content, load, play_receiving


@pytest.mark.parametrize("script", load()["receiving"], ids=lambda script: script["name"])
def test_it_follows_the_samples(script: Any) -> None:
    assert play_receiving(script) == script["results"]


IDS = st.integers(1, 3)
MESSAGES = st.one_of(
    st.builds(
        OfferBlob,
        st.sampled_from(["still", "sheet"]),
        IDS,
        st.sampled_from([0, 5, 9, BLOB_BYTES + 1]),
    ),
    st.builds(Piece, IDS, st.integers(0, 9), st.binary(max_size=5), st.booleans()),
    st.builds(Withdraw, IDS, st.just("stopped")),
    st.just(None),
)


@given(st.lists(MESSAGES, max_size=30))
def test_it_holds_no_more_than_it_admitted(messages: list[Any]) -> None:
    receiving = BlobReceiving(lambda offer: None)
    receiving.opened()
    for message in messages:
        if message is None:
            receiving.opened()
            continue
        _, news = receiving.receive(message, 0)
        assert receiving.reserved_bytes <= 2 * 9
        for one in news:
            if isinstance(one, BlobArrived):
                assert len(one.data) in (5, 9)
                receiving.finish(one.id, 1)
    receiving.clear()
    assert receiving.reserved_bytes == 0


@given(st.integers(1, 30_000), st.lists(st.integers(1, 40), max_size=4))
def test_what_arrives_is_what_was_sent_over_whatever_connections(
    size: int, cuts: list[int]
) -> None:
    sending, receiving = BlobSending(12, 16384), BlobReceiving(lambda offer: None)
    sending.add(Blob("sheet", 9, content(9, size)))
    arrived: list[BlobArrived] = []
    now_ms = 0
    for messages in [*cuts, 10_000]:
        sending.opened(now_ms)
        receiving.opened()
        for _ in range(messages):
            now_ms += 1
            message = sending.next(now_ms)
            if message is None:
                break
            replies, news = receiving.receive(message, now_ms)
            for one in news:
                if isinstance(one, BlobArrived):
                    arrived.append(one)
                    replies.append(receiving.finish(one.id, 1))
            for reply in replies:
                sending.receive(reply, now_ms)
        sending.closed()
    assert [one.data for one in arrived] == [content(9, size)]
    assert sending.current is None


def test_a_blob_shows_no_content() -> None:
    receiving = BlobReceiving(lambda offer: None)
    receiving.opened()
    assert receiving.receive(OfferBlob("sheet", 9, 6), 0)[0] == [Proceed(9, 0)]
    _, news = receiving.receive(Piece(9, 0, b"secret"), 0)
    assert "secret" not in repr(news)


def test_an_acknowledgement_says_how_long_before_it_the_voice_came() -> None:
    receiving = BlobReceiving(lambda offer: None)
    receiving.receive(OfferBlob("sheet", 1, 9), 0)
    replies, _ = receiving.receive(Piece(1, 0, b"abc", asks=True), 70, 12)
    assert replies == [Received(1, 3, 70, 12)]
