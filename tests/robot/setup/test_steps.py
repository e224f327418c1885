from dataclasses import replace

import pytest

from robot.setup.record import SetupRecord
from robot.setup.steps import (
    STEPS,
    TITLES,
    BodyReading,
    SetupReading,
    StepName,
    StepState,
    is_ready,
    states,
    table,
)

READY = SetupReading(
    BodyReading("feetech"),
    {},
    True,
    "kaethe",
    "Käthe",
    False,
    SetupRecord("now", 1.0, "Käthe"),
    "now",
)


def of(reading: SetupReading, step: StepName) -> StepState:
    return next(one for one in states(reading) if one.step == step)


def test_a_robot_that_has_everything_is_ready() -> None:
    found = states(READY)
    assert [one.step for one in found] == list(STEPS)
    assert is_ready(found)
    assert table(found, "de")[-1] == "Bereit für die Klasse."
    assert table(found, "en")[0].startswith("✓ 1. body found and accepted")


@pytest.mark.parametrize(
    ("reading", "open_step"),
    [
        (replace(READY, body=BodyReading()), "body"),
        (replace(READY, body=BodyReading("find")), "body"),
        (replace(READY, body=BodyReading("gpio", "is no TOML")), "body"),
        (replace(READY, problems={"camera": ("/dev/video0", "is not there")}), "devices"),
        (replace(READY, token_waits=True), "bridge"),
        (replace(READY, record=SetupRecord("", 0.0, "Käthe")), "doctor"),
        (replace(READY, mark="changed"), "doctor"),
        (replace(READY, name="Pelle"), "named"),
        (replace(READY, record=SetupRecord("now")), "named"),
    ],
)
def test_whatever_lacks_opens_its_own_step_alone(reading: SetupReading, open_step: str) -> None:
    found = states(reading)
    assert [one.step for one in found if not one.done] == [open_step]
    for language in ("de", "en"):
        last = table(found, language)[-1]
        assert TITLES[open_step].of(language) in last  # type: ignore[index]
        assert "sudo karlsson-robot setup" in last


def test_a_changed_calibration_asks_for_a_new_test() -> None:
    never = replace(READY, calibrated=False, mark="other")
    assert [one.step for one in states(never) if not one.done] == ["calibrated", "doctor"]
    assert of(never, "doctor").waits_for == "calibrated"


def test_a_robot_that_is_not_enrolled_has_no_name_to_say() -> None:
    nobody = replace(READY, robot="", name="")
    assert [one.step for one in states(nobody) if not one.done] == ["bridge", "named"]
    assert of(nobody, "named").waits_for == "bridge"


def test_what_needs_the_body_waits_for_it() -> None:
    blank = SetupReading(BodyReading())
    assert {one.step: one.waits_for for one in states(blank)} == {
        "body": None,
        "devices": None,
        "calibrated": "body",
        "bridge": None,
        "doctor": "body",
        "named": "body",
    }
    assert "erst: Körper gefunden" in "\n".join(table(states(blank), "de"))


def test_a_simulated_body_needs_no_calibration() -> None:
    assert of(replace(READY, body=BodyReading("simulated"), calibrated=False), "calibrated").done


def test_devices_are_named_in_the_readers_language() -> None:
    state = of(replace(READY, problems={"camera": ("/dev/video0", "it is not there")}), "devices")
    assert state.text.de.startswith("Kamera: ")
    assert state.text.en == "camera: it is not there"
