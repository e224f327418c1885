"""The set-up, step after step. What is done is left alone; what fails stays open.

Each step changes one thing and that as a whole, so that the set-up goes on after a power cut at any
moment. Services that were stopped are started again, however it ends.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import msgspec

from robot.doctor.findings import Both, Finding, Language, count, exit_code
from robot.setup.record import SetupRecord
from robot.setup.steps import (
    STEPS,
    TITLES,
    SetupReading,
    StepName,
    StepState,
    is_ready,
    name_of,
    states,
    table,
)

AGENT, BODY = "karlsson-robot", "karlsson-body"
YES = ("ja", "j", "yes", "y")
LATER = ("s", "später", "spaeter", "later")

IN_CLASS = Both(
    "Ein Kind ist im Roboter (sein Licht sagt es). Nach der Stunde noch einmal.",
    "A child is in the robot (its light says so). Once more after the lesson.",
)
NOT_ROOT = Both(
    "Bitte mit sudo: Einrichten schreibt in /etc/karlsson und hält Dienste an.",
    "Please with sudo: setting up writes to /etc/karlsson and stops services.",
)
DONE, WAITS = Both("schon erledigt", "done already"), Both("wartet auf: {}", "waits for: {}")
BODY_ASK = Both(
    "Sucht Servos, Platinen und Pins. Angenommen wird der Vorschlag nur, wenn Sie ja tippen.",
    "Looks for servos, boards and pins. The proposal is accepted only if you type yes.",
)
DEVICES_ASK = Both(
    "Einstecken, oder den Namen in robot.toml ändern. [Enter] noch einmal sehen, [s] später: ",
    "Plug it in, or change its name in robot.toml. [Enter] look again, [s] later: ",
)
TOKEN_ASK = Both(
    "Das Token vom Blatt tippen; nur Enter: später.",
    "Type the token from the sheet; Enter alone: later.",
)
TOKEN_WAITS = Both(
    "Das Token der Karte liegt da. Der Dienst benutzt es, sobald er die Brücke erreicht; "
    "`systemctl status karlsson-robot` sagt, warum noch nicht.",
    "The card's token is there. The service uses it as soon as it reaches the bridge; "
    "`systemctl status karlsson-robot` says why not yet.",
)
TEST_SAYS = Both(
    "Prüft alles, auch Kamera und Ton unter Licht. Kopf frei lassen; bitte zwei Minuten still.",
    "Checks everything, camera and sound under the light. Keep the head free; two quiet minutes.",
)
TEST_FAILED = Both(
    "{} zu beheben, siehe oben. Danach hier weiter.", "{} to be mended, see above. Then go on here."
)
SAYS = "Hier ist {}."
NAME_ASK = Both(
    "Hat „{}“ geleuchtet und seinen Namen gesagt? [ja] [nein] [n]och einmal: ",
    'Did "{}" shine and say its name? [yes] [no] [a]gain: ',
)
AGAIN = ("n", "nochmal", "noch einmal", "a", "again")
MOST_TIMES = 5
NOT_KEPT = Both("Das Ergebnis kann nicht behalten werden: {}", "The result cannot be kept: {}")


@dataclass(frozen=True)
class SaidName:
    """Outcome of saying the name.

    Args:
        is_shown: The light has shown it, so that a person may be asked.
        lacks: Descriptions of what was lacking.
    """

    is_shown: bool
    lacks: tuple[Both, ...] = ()


class Hands(Protocol):
    """Actions of the set-up on the robot, and its questions to a person."""

    def is_root(self) -> bool: ...
    def is_somebody_in(self) -> bool: ...
    def say(self, text: str) -> None: ...
    def ask(self, question: str) -> str:
        """Return what somebody types; the word for later where nobody can."""
        ...

    def body(self, arguments: Sequence[str]) -> int:
        """Run `karlsson-body` at this terminal; return its exit code."""
        ...

    def enrol(self) -> int:
        """Run `karlsson-robot enrol`, which asks for the token."""
        ...

    def service(self, verb: str, unit: str) -> bool:
        """Start or stop a unit; return whether that was done."""
        ...

    def examine(self) -> list[Finding]:
        """Run and show the doctor's checks."""
        ...

    def name_aloud(self, words: str) -> SaidName:
        """Say these words by lights and sound; return what became of it."""
        ...

    def keep(self, record: SetupRecord) -> None:
        """Write the record; raises OSError."""
        ...


class SetupGuide:
    """One go through all steps.

    Args:
        hands: Does it.
        look: Reads how far the set-up is.
        language: Of the texts.
        unix_s: The clock.
    """

    def __init__(
        self,
        hands: Hands,
        look: Callable[[], SetupReading],
        language: Language,
        unix_s: Callable[[], float] = time.time,
    ) -> None:
        self._hands = hands
        self._look = look
        self._language = language
        self._unix_s = unix_s
        self._stopped: list[str] = []

    def run(self) -> int:
        """Go through the steps; return 0 if all are done, 1 if some are open, 2 for a refusal."""
        hands = self._hands
        refusal = NOT_ROOT if not hands.is_root() else IN_CLASS if hands.is_somebody_in() else None
        if refusal is not None:
            hands.say(refusal.of(self._language))
            return 2
        acts: dict[StepName, Callable[[SetupReading], None]] = {
            "body": self._body,
            "devices": self._devices,
            "calibrated": self._calibrate,
            "bridge": self._enrol,
            "doctor": self._test,
            "named": self._name,
        }
        try:
            for number, step in enumerate(STEPS, 1):
                reading = self._look()
                state = next(one for one in states(reading) if one.step == step)
                hands.say(f"\n{number}. {TITLES[step].of(self._language)}")
                if self._is_due(state):
                    acts[step](reading)
        except KeyboardInterrupt:
            hands.say("")
        finally:
            self._start_again()
        found = states(self._look())
        hands.say("")
        self._say_all(table(found, self._language))
        return 0 if is_ready(found) else 1

    def _is_due(self, state: StepState) -> bool:
        if state.done:
            self._say(DONE, state.text)
            return False
        if state.waits_for is not None:
            self._hands.say("   " + WAITS.of(self._language).format(self._title(state.waits_for)))
            return False
        return True

    # ---- the steps

    def _body(self, reading: SetupReading) -> None:
        self._say(BODY_ASK)
        if self._hands.body(("find", "--write", "--lang", self._language)) == 0:
            self._hands.service("restart", BODY)

    def _devices(self, reading: SetupReading) -> None:
        problems = reading.problems
        for _ in range(MOST_TIMES):
            state = next(one for one in states(self._look()) if one.step == "devices")
            self._say(state.text)
            if state.done or not problems:
                return
            if self._hands.ask("   " + DEVICES_ASK.of(self._language)).strip().lower() in LATER:
                return

    def _calibrate(self, reading: SetupReading) -> None:
        self._stop(BODY)
        self._hands.body(("calibrate", "--lang", self._language))
        self._start_again(BODY)

    def _enrol(self, reading: SetupReading) -> None:
        if reading.token_waits:
            self._say(TOKEN_WAITS)
            return
        self._say(TOKEN_ASK)
        self._hands.enrol()

    def _test(self, reading: SetupReading) -> None:
        self._say(TEST_SAYS)
        self._stop(AGENT)
        found = self._hands.examine()
        if exit_code(found) != 0:
            text = TEST_FAILED.of(self._language).format(count(found, "failed"))
            self._hands.say(f"   {text}")
            return
        self._keep(
            msgspec.structs.replace(
                reading.record, tested=reading.mark, tested_unix_s=self._unix_s()
            )
        )

    def _name(self, reading: SetupReading) -> None:
        name = name_of(reading)
        self._stop(AGENT)
        for _ in range(MOST_TIMES):
            said = self._hands.name_aloud(SAYS.format(name))
            for lack in said.lacks:
                self._say(lack)
            if not said.is_shown:
                return
            answer = self._hands.ask("   " + NAME_ASK.of(self._language).format(name))
            if answer.strip().lower() in YES:
                self._keep(msgspec.structs.replace(reading.record, heard_name=name))
                return
            if answer.strip().lower() not in AGAIN:
                return

    # ---- what they share

    def _keep(self, record: SetupRecord) -> None:
        try:
            self._hands.keep(record)
        except OSError as error:
            self._hands.say("   " + NOT_KEPT.of(self._language).format(error.strerror))

    def _stop(self, unit: str) -> None:
        if unit not in self._stopped and self._hands.service("stop", unit):
            self._stopped.append(unit)

    def _start_again(self, *units: str) -> None:
        for unit in units or tuple(self._stopped):
            if unit in self._stopped:
                self._hands.service("start", unit)
                self._stopped.remove(unit)

    def _title(self, step: StepName) -> str:
        return TITLES[step].of(self._language)

    def _say(self, *texts: Both) -> None:
        self._hands.say("   " + ": ".join(text.of(self._language) for text in texts))

    def _say_all(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._hands.say(line)
