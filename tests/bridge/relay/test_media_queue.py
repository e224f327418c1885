from bridge.relay.media_queue import LARGE_S, MOST_BYTES, MOST_MEDIA, SMALL_S, MediaQueue

VOICE, PICTURE = b"v" * 200, b"p" * 1000
RTP, DTLS, STUN = 0x80, 23, 0


def taken(queue: MediaQueue, now: float) -> bytes:
    return queue.take(1 << 20, now)


def test_what_is_taken_at_once_comes_whole_and_in_order() -> None:
    queue = MediaQueue()
    queue.media(PICTURE, RTP, 0.0)
    queue.answer(b"answer")
    queue.media(VOICE, RTP, 0.0)
    assert queue.waiting_bytes == 1206
    assert taken(queue, 0.1) == PICTURE + b"answer" + VOICE
    assert (len(queue), queue.waiting_bytes, queue.dropped) == (0, 0, 0)


def test_a_piece_has_a_size_and_holds_whole_frames() -> None:
    queue = MediaQueue()
    for _ in range(3):
        queue.media(PICTURE, RTP, 0.0)
    assert queue.take(2500, 0.0) == 2 * PICTURE
    assert queue.take(10, 0.0) == PICTURE
    assert queue.take(10, 0.0) == b""


def test_a_late_picture_is_left_out_first_and_a_late_voice_later() -> None:
    queue = MediaQueue()
    for frame in (PICTURE, VOICE):
        queue.media(frame, RTP, 0.0)
    assert taken(queue, LARGE_S + 0.01) == VOICE
    queue.media(VOICE, RTP, 0.0)
    assert taken(queue, SMALL_S + 0.01) == b""
    assert queue.dropped == 2


def test_answers_keys_and_checks_are_never_too_late() -> None:
    queue = MediaQueue()
    queue.answer(b"answer")
    queue.media(b"handshake", DTLS, 0.0)
    queue.media(b"check", STUN, 0.0)
    assert taken(queue, 3600.0) == b"answerhandshakecheck"


def test_a_reader_that_does_not_read_loses_pictures_before_voice() -> None:
    queue = MediaQueue()
    for _ in range(1000):
        queue.media(PICTURE, RTP, 0.0)
    assert queue.waiting_bytes <= MOST_MEDIA
    lost = queue.dropped
    queue.media(VOICE, RTP, 0.0)
    assert queue.dropped == lost
    for _ in range(1000):
        queue.media(VOICE, RTP, 0.0)
    assert queue.waiting_bytes <= MOST_BYTES
    assert not queue.overfull


def test_answers_that_nobody_reads_end_the_connection() -> None:
    queue = MediaQueue()
    while not queue.overfull:
        queue.answer(bytes(100))
    assert queue.waiting_bytes <= MOST_BYTES
