import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.media.opus.decoder import OpusDecoder
from robot.media.opus.encoder import OpusEncoder
from robot.media.types.cells import BLOCK_SAMPLES, Samples
from tests.robot.media.voice.speech import speech


def encoded(voice: Samples, loss_percent: int = 0) -> list[bytes]:
    encoder = OpusEncoder(32_000)
    encoder.tune(32_000, loss_percent, repair=loss_percent > 0)
    return [
        encoder.encode(voice[at : at + BLOCK_SAMPLES].tobytes())
        for at in range(0, len(voice) - BLOCK_SAMPLES + 1, BLOCK_SAMPLES)
    ]


def likeness(a: Samples, b: Samples) -> float:
    x, y = a.astype(float), b.astype(float)
    return float(x @ y / np.sqrt((x @ x) * (y @ y) + 1.0))


def test_what_was_spoken_is_heard() -> None:
    voice = speech(1.0)
    decoder = OpusDecoder()
    pieces = [decoder.decode(packet) for packet in encoded(voice)]
    heard = np.concatenate([piece for piece in pieces if piece is not None])
    assert len(heard) == len(voice)
    late = 312  # samples of the encoder's look-ahead
    assert likeness(heard[late + 4800 :], voice[4800:-late]) > 0.7


def lost_pieces(packets: list[bytes], kind: str) -> Samples:
    """Return what is played for every seventh packet."""
    decoder = OpusDecoder()
    pieces = []
    for number, packet in enumerate(packets[:-1]):
        if number % 7 != 6 or kind == "whole":
            piece = decoder.decode(packet)
        elif kind == "repaired":
            piece = decoder.repair(packets[number + 1], BLOCK_SAMPLES)
        else:
            piece = decoder.conceal(BLOCK_SAMPLES)
        assert piece is not None
        if number % 7 == 6:
            pieces.append(piece)
    return np.concatenate(pieces)


def test_a_lost_packet_is_repaired_better_than_it_is_made_up() -> None:
    packets = encoded(speech(4.0), loss_percent=20)
    truth = lost_pieces(packets, "whole")
    repaired = likeness(lost_pieces(packets, "repaired"), truth)
    assert repaired > 0.7
    assert repaired > likeness(lost_pieces(packets, "concealed"), truth)


def test_concealment_fades() -> None:
    decoder = OpusDecoder()
    pieces = [decoder.decode(packet) for packet in encoded(speech(0.5))]
    loudest = max(np.abs(piece).max() for piece in pieces if piece is not None)
    for _ in range(60):
        last = decoder.conceal(480)
    assert np.abs(last).max() < loudest / 20


def test_a_new_voice_begins_without_the_old_one() -> None:
    packets = encoded(speech(1.0))
    fresh, used = OpusDecoder(), OpusDecoder()
    for packet in packets[20:40]:
        used.decode(packet)
    used.reset()
    first, again = fresh.decode(packets[0]), used.decode(packets[0])
    assert first is not None
    assert again is not None
    assert (first == again).all()


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(st.binary(max_size=60), st.booleans()), max_size=10))
def test_no_bytes_make_it_raise(packets: list[tuple[bytes, bool]]) -> None:
    decoder = OpusDecoder()
    for packet, as_repair in packets:
        found = decoder.repair(packet, 960) if as_repair else decoder.decode(packet)
        assert found is None or 0 < len(found) <= 5760
    assert len(decoder.conceal(480)) == 480
    assert len(decoder.conceal(5760)) == 5760
