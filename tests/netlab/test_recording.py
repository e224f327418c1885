import pytest

from tests.netlab.recording import Playback, Recording, parse


def test_a_file_says_when_packets_leave_and_begins_again() -> None:
    recording = parse("0\n4\n4\n10\n")
    assert [recording.at_s(number) for number in range(6)] == [0, 0.004, 0.004, 0.01, 0.01, 0.014]
    assert (len(recording), recording.length_s) == (4, 0.01)
    assert recording.mean_kbps == pytest.approx(4 * 12_000 / 10)
    assert recording.longest_gap_s == 0.006


def test_what_had_nothing_to_send_is_lost() -> None:
    played = Playback(parse("2\n4\n10\n"), since=100.0)
    assert played.next_at == pytest.approx(100.002)
    played.skip_to(100.005)
    assert played.next_at == pytest.approx(100.010)
    played.use()
    assert played.next_at == pytest.approx(100.012)
    played.skip_to(100.0)
    assert played.next_at == pytest.approx(100.012)


def test_the_end_of_a_file_may_be_empty_and_its_lines_from_anywhere() -> None:
    assert len(parse("1\r\n 2\r\n3\r\n\r\n\n")) == 3


def test_a_recording_of_one_moment_is_a_steady_line() -> None:
    steady = Recording([1])
    assert steady.mean_kbps == 12_000
    assert steady.first_from(7.9995) == 7999
    assert steady.longest_gap_s == 0.001


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not one packet opportunity"),
        (" \n\n", "not one packet opportunity"),
        ("0\n0\n", "it lasts 0 ms"),
        ("1\n5\n4\n", "line 3: 4 ms comes after 5 ms"),
        ("1\n\n4\n", "line 2: '' is no whole number"),
        ("1\n2.5\n", "line 2: '2.5' is no whole number"),
        ("-1\n", "line 1: '-1' is no whole number"),
        ("1\nnan\n", "line 2: 'nan'"),
        ("1_0\n", "line 1: '1_0'"),
        ("٣\n", "line 1"),
        ("86400001\n", "more than a day"),
        ("9" * 4000, "no whole number"),
        ("1 1500\n", "line 1: '1 1500'"),
    ],
)
def test_what_is_no_recording_is_refused_in_words(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse(text)
