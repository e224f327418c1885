from hypothesis import given
from hypothesis import strategies as st

from robot.media.opus import red
from robot.media.voice.frames import MOST_FRAMES, RtpClock, SoundFrame, SoundFrames, frames_in
from tests.robot.media.voice.calls import numbered, with_red

REPAIRING = bytes([0x08, 0x40, 1, 2])  # SILK, 20 ms, with the flag of in-band FEC


def test_times_go_on_over_their_wraps() -> None:
    clock = RtpClock()
    times = [2**32 - 960, 0, 960, 2**32 - 480, 1920]
    first = clock.extend(times[0])
    assert [clock.extend(time) - first for time in times[1:]] == [960, 1920, 480, 2880]


@given(st.lists(st.integers(-400, 800), min_size=1, max_size=60), st.integers(0, 2**32 - 1))
def test_no_order_of_times_confuses_the_clock(steps: list[int], start: int) -> None:
    clock, at = RtpClock(), start
    first = clock.extend(start % 2**32)
    for step in steps:
        at += step * 960
        assert clock.extend(at % 2**32) - first == at - start


def test_a_red_payload_holds_copies_of_earlier_frames() -> None:
    payload = with_red(numbered(3), 960, copies=2)[2]
    found = frames_in(payload, True, 7, 10_000)
    assert [(f.rtp_time, f.samples, f.sequence) for f in found] == [
        (10_000 - 1920, 960, None),
        (10_000 - 960, 960, None),
        (10_000, 960, 7),
    ]
    assert [frame.data for frame in found] == numbered(3)


def test_a_packet_that_repairs_the_one_before_counts_for_both() -> None:
    repair, whole = frames_in(REPAIRING, False, 7, 10_000)
    assert (repair.rtp_time, repair.end, repair.whole) == (10_000 - 960, 10_000, False)
    assert (whole.rtp_time, whole.whole) == (10_000, True)


def test_broken_payloads_hold_nothing() -> None:
    assert frames_in(b"", False, 1, 0) == []
    assert frames_in(bytes([0x80]), True, 1, 0) == []
    assert frames_in(bytes([0xF8]) * 1501, False, 1, 0) == []
    assert frames_in(red.pack([red.RedBlock(bytes([0xFB]))]), True, 1, 0) == []


@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_hold_few_frames(payload: bytes, is_red: bool) -> None:
    assert len(frames_in(payload, is_red, 1, 0)) <= 2 * red.MAX_BLOCKS


def frame(number: int, whole: bool = True) -> SoundFrame:
    return SoundFrame(number * 960, 960, bytes([number % 256, whole]), whole)


def test_a_frame_counts_once_and_its_better_form_is_kept() -> None:
    frames = SoundFrames()
    assert frames.add(frame(1, whole=False), None)
    assert not frames.add(frame(1), None)
    assert frames.first() == frame(1)
    assert not frames.add(frame(1, whole=False), None)
    assert frames.first() == frame(1)
    assert frames.last_end() == 1920


def test_what_was_played_does_not_come_back() -> None:
    frames = SoundFrames()
    frames.add(frame(1), None)
    frames.pop(frame(1))
    assert not frames.add(frame(1), 960)
    assert frames.first() is None
    assert frames.add(frame(0), 1920)
    assert len(frames) == 0
    assert frames.dropped_samples == 960


def test_never_more_is_kept_than_fits() -> None:
    frames = SoundFrames()
    for number in range(3 * MOST_FRAMES):
        frames.add(frame(number), None)
    assert len(frames) == MOST_FRAMES
    assert frames.dropped_samples == 2 * MOST_FRAMES * 960
    frames.clear()
    assert frames.last_end() is None
