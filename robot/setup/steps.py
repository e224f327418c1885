"""PURE. Steps from "nobody knows how it is built" to "ready for class", done or open. No I/O.

Whether a step is done follows from what is on the disk, so that it can be gone on with after a
power cut at any moment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from robot.doctor.findings import Both, Language
from robot.setup.media_list import PARTS, in_words
from robot.setup.record import SetupRecord

StepName = Literal["body", "devices", "calibrated", "bridge", "doctor", "named"]
STEPS: tuple[StepName, ...] = ("body", "devices", "calibrated", "bridge", "doctor", "named")

TITLES: Mapping[StepName, Both] = {
    "body": Both("Körper gefunden und angenommen", "body found and accepted"),
    "devices": Both("Kamera, Mikrofon, Lautsprecher", "camera, microphone, speaker"),
    "calibrated": Both("Servos kalibriert", "servos calibrated"),
    "bridge": Both("an der Brücke angemeldet", "enrolled at the bridge"),
    "doctor": Both("Selbsttest", "self-test"),
    "named": Both("sagt seinen Namen, mit Licht und Ton", "says its name, by lights and sound"),
}

READY = Both("Bereit für die Klasse.", "Ready for class.")
OPEN = Both("Noch offen: {}.", "Still open: {}.")

AGAIN = Both(
    "`sudo karlsson-robot setup` geht hier weiter.", "`sudo karlsson-robot setup` goes on."
)


@dataclass(frozen=True)
class BodyReading:
    """body.toml.

    Args:
        driver: As it stands there; empty if there is no file, or none that can be read.
        wrong: Why it cannot be read.
    """

    driver: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class SetupReading:
    """State of the set-up, as found on the disk.

    Args:
        problems: By part: its name in robot.toml, and the reason that it does not work.
        calibrated: There is a calibration, or none is needed.
        robot: Id under which the bridge knows this robot; empty if it does not.
        name: Name that the class uses; the id if nobody has given one.
        token_waits: There is a token that was not used yet.
        mark: Of the configuration and the calibration as they are now.
    """

    body: BodyReading
    problems: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    calibrated: bool = False
    robot: str = ""
    name: str = ""
    token_waits: bool = False
    record: SetupRecord = field(default_factory=SetupRecord)
    mark: str = ""


@dataclass(frozen=True)
class StepState:
    """One step.

    Args:
        waits_for: Earlier step that has to be done before; None if it can be done now.
    """

    step: StepName
    done: bool
    text: Both
    waits_for: StepName | None = None


NEEDS: Mapping[StepName, Sequence[StepName]] = {
    "calibrated": ("body",),
    "doctor": ("body", "calibrated"),
    "named": ("body", "bridge"),
}


def states(reading: SetupReading) -> tuple[StepState, ...]:
    """Return every step, in order."""
    found = {
        "body": _body(reading.body),
        "devices": _devices(reading.problems),
        "calibrated": _calibrated(reading),
        "bridge": _bridge(reading),
        "doctor": _doctor(reading),
        "named": _named(reading),
    }
    done = {step for step, (is_done, _) in found.items() if is_done}
    return tuple(
        StepState(
            step,
            found[step][0],
            found[step][1],
            next((need for need in NEEDS.get(step, ()) if need not in done), None),
        )
        for step in STEPS
    )


def _body(body: BodyReading) -> tuple[bool, Both]:
    if body.wrong:
        return False, Both(body.wrong, body.wrong)
    if body.driver in ("", "find"):
        return False, Both("noch nicht gewählt", "not chosen yet")
    return True, Both(f"body.toml: {body.driver}", f"body.toml: {body.driver}")


def _devices(problems: Mapping[str, tuple[str, str]]) -> tuple[bool, Both]:
    if not problems:
        return True, Both("so da, wie robot.toml sie nennt", "there as robot.toml names them")
    told = [(PARTS[part], in_words(name, text)) for part, (name, text) in problems.items()]
    return False, Both(
        "; ".join(f"{part.de}: {words.de}" for part, words in told),
        "; ".join(f"{part.en}: {words.en}" for part, words in told),
    )


def _calibrated(reading: SetupReading) -> tuple[bool, Both]:
    if reading.body.driver == "simulated":
        return True, Both("simuliert, braucht es nicht", "simulated, needs none")
    if reading.calibrated:
        return True, Both("ja", "yes")
    return False, Both("noch nie", "never yet")


def _bridge(reading: SetupReading) -> tuple[bool, Both]:
    if reading.token_waits:
        return False, Both(
            "ein Token liegt da; der Dienst benutzt es, sobald er die Brücke erreicht",
            "a token is there; the service uses it as soon as it reaches the bridge",
        )
    if not reading.robot:
        return False, Both("kein Token benutzt", "no token used")
    text = f"{reading.robot} ({reading.name})" if reading.name else reading.robot
    return True, Both(text, text)


def _doctor(reading: SetupReading) -> tuple[bool, Both]:
    tested = reading.record.tested
    if not tested:
        return False, Both("noch nie bestanden", "never passed yet")
    if tested != reading.mark:
        return False, Both(
            "bestanden, aber seitdem wurde etwas geändert",
            "passed, but something was changed since then",
        )
    return True, Both("bestanden", "passed")


def _named(reading: SetupReading) -> tuple[bool, Both]:
    heard = reading.record.heard_name
    if heard and heard == name_of(reading):
        return True, Both(f"„{heard}“ gesehen und gehört", f'"{heard}" seen and heard')
    return False, Both("noch nicht gehört", "not heard yet")


def name_of(reading: SetupReading) -> str:
    """Return the name that the robot says."""
    return reading.name or reading.robot


def is_ready(found: Sequence[StepState]) -> bool:
    """Return whether every step is done."""
    return all(state.done for state in found)


def table(found: Sequence[StepState], language: Language) -> list[str]:
    """Return the table of what is done and what is open, and its sum."""
    width = max(len(TITLES[state.step].of(language)) for state in found)
    lines = [_line(state, width, language) for state in found]
    if is_ready(found):
        return [*lines, "", READY.of(language)]
    left = "; ".join(TITLES[state.step].of(language) for state in found if not state.done)
    return [*lines, "", f"{OPEN.of(language).format(left)} {AGAIN.of(language)}"]


def _line(state: StepState, width: int, language: Language) -> str:
    mark = "✓" if state.done else "·"
    number = STEPS.index(state.step) + 1
    text = state.text.of(language)
    if not state.done and state.waits_for is not None:
        first = TITLES[state.waits_for].of(language)
        text = Both(f"{text}; erst: {first}", f"{text}; first: {first}").of(language)
    return f"{mark} {number}. {TITLES[state.step].of(language):<{width}}  {text}"
