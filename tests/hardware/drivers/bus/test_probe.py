import pytest

from hardware.drivers.bus.probe import ENOUGH, MOST_SILENT, MOST_TRIES, Probe, verdict

PARTS = {1: "pan servo (id 1)", 2: "tilt servo (id 2)"}
SOUND = Probe(clean=ENOUGH)


def test_sound_answers_are_nothing_to_say() -> None:
    assert verdict({1: SOUND, 2: Probe(clean=3, garbled=2)}, PARTS, 1_000_000) is None


def test_one_answer_that_was_late_is_no_second_servo() -> None:
    late = Probe(clean=3, silent=1, doubled=1)
    assert verdict({1: SOUND, 2: late}, PARTS, 1_000_000) is None


@pytest.mark.parametrize(
    ("pan", "tilt", "code", "words"),
    [
        pytest.param(
            Probe(doubled=3), SOUND, "servo_id", "two servos have the id 1: connect one", id="two"
        ),
        pytest.param(
            Probe(clean=1, garbled=7),
            SOUND,
            "servo_id",
            "answers collide, probably of two servos with the id 1",
            id="collision",
        ),
        pytest.param(
            Probe(garbled=8),
            Probe(garbled=8),
            "servo_checksum",
            "speak at 57600 baud, plugs and ground",
            id="all-garbled",
        ),
        pytest.param(
            Probe(silent=3, strangers={65}), SOUND, "servo_id", "under the id 65", id="stranger"
        ),
        pytest.param(
            Probe(silent=3),
            SOUND,
            "servo_silent",
            "does not answer at 57600 baud: check its power and plugs, that its id is 1",
            id="silent",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy(
    pan: Probe, tilt: Probe, code: str, words: str
) -> None:
    error = verdict({1: pan, 2: tilt}, PARTS, 57_600)
    assert error is not None
    assert (error.code, error.part) == (code, "pan servo (id 1)")
    assert words in error.text


def test_asking_ends_when_enough_is_known() -> None:
    assert not Probe(clean=ENOUGH - 1, garbled=2).done
    assert Probe(clean=ENOUGH).done
    assert not Probe(silent=ENOUGH).done
    assert Probe(silent=MOST_SILENT).done
    assert Probe(garbled=MOST_TRIES).done
