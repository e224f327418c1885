from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from robot.doctor.findings import Both, Finding, bad, good
from robot.setup.guide import SaidName, SetupGuide
from robot.setup.record import SetupRecord
from robot.setup.steps import BodyReading, SetupReading, is_ready, states

WELL = [good("config", "x", "x")]
ILL = [bad("camera", Both("fehlt", "missing"), Both("einstecken", "plug it in"))]


BLANK = SetupReading(BodyReading(), mark="now")


@dataclass
class Bench:
    """A robot whose every step works, and a person who answers."""

    reading: SetupReading = field(default_factory=lambda: BLANK)
    answers: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=lambda: list(WELL))
    root: bool = True
    somebody: bool = False
    refuses: bool = False
    says: SaidName = field(default_factory=lambda: SaidName(True))
    interrupted_at: str = ""
    said: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    running: dict[str, bool] = field(
        default_factory=lambda: {"karlsson-robot": True, "karlsson-body": True}
    )

    def look(self) -> SetupReading:
        return self.reading

    def is_root(self) -> bool:
        return self.root

    def is_somebody_in(self) -> bool:
        return self.somebody

    def say(self, text: str) -> None:
        self.said.append(text)

    def ask(self, question: str) -> str:
        self.said.append(question)
        return self.answers.pop(0) if self.answers else "s"

    def body(self, arguments: Sequence[str]) -> int:
        self._do(arguments[0])
        if arguments[0] == "find":
            self.reading = replace(self.reading, body=BodyReading("feetech"))
        else:
            assert not self.running["karlsson-body"], "both would drive the same servos"
            self.reading = replace(self.reading, calibrated=True)
        return 0

    def enrol(self) -> int:
        self._do("enrol")
        self.reading = replace(self.reading, robot="kaethe", name="Käthe")
        return 0

    def service(self, verb: str, unit: str) -> bool:
        self.done.append(f"{verb} {unit}")
        self.running[unit] = verb != "stop"
        return True

    def examine(self) -> list[Finding]:
        self._do("doctor")
        assert self.running == {"karlsson-robot": False, "karlsson-body": True}
        return self.findings

    def name_aloud(self, words: str) -> SaidName:
        self._do(words)
        assert not self.running["karlsson-robot"]
        return self.says

    def keep(self, record: SetupRecord) -> None:
        if self.refuses:
            raise OSError(28, "No space left on device")
        self.reading = replace(self.reading, record=record)

    def _do(self, what: str) -> None:
        self.done.append(what)
        if self.interrupted_at == what:
            raise KeyboardInterrupt

    def run(self) -> int:
        code = SetupGuide(self, self.look, "de", lambda: 5.0).run()
        assert self.running == {"karlsson-robot": True, "karlsson-body": True}
        return code

    @property
    def text(self) -> str:
        return "\n".join(self.said)


def test_a_blank_robot_becomes_ready_in_one_go() -> None:
    bench = Bench(answers=["ja"])
    assert bench.run() == 0
    assert [one for one in bench.done if " karlsson" not in one] == [
        *("find", "calibrate", "enrol", "doctor", "Hier ist Käthe."),
    ]
    assert "restart karlsson-body" in bench.done
    assert bench.reading.record == SetupRecord("now", 5.0, "Käthe")
    assert bench.said[-1] == "Bereit für die Klasse."


def test_what_is_done_is_left_alone() -> None:
    bench = Bench(answers=["ja"])
    bench.run()
    bench.done.clear()
    bench.said.clear()
    assert bench.run() == 0
    assert bench.done == []
    assert bench.text.count("schon erledigt") == 6


def test_a_power_cut_in_any_step_costs_that_step_alone() -> None:
    for step in ("find", "calibrate", "enrol", "doctor", "Hier ist Käthe."):
        bench = Bench(answers=["ja"], interrupted_at=step)
        assert bench.run() == 1
        assert bench.said[-1].endswith("`sudo karlsson-robot setup` geht hier weiter.")
        so_far = bench.done.copy()
        bench.interrupted_at = ""
        bench.done.clear()
        assert bench.run() == 0
        again = {one for one in bench.done if one in so_far and " karlsson" not in one}
        assert again == {step}


def test_a_test_that_fails_stays_open_and_the_rest_goes_on() -> None:
    bench = Bench(answers=["ja"], findings=ILL)
    assert bench.run() == 1
    assert "1 zu beheben" in bench.text
    assert [one.step for one in states(bench.reading) if not one.done] == ["doctor"]


def test_a_child_in_the_robot_and_a_user_without_rights_end_it_before_anything() -> None:
    for bench, why in ((Bench(somebody=True), "Ein Kind"), (Bench(root=False), "mit sudo")):
        assert bench.run() == 2
        assert bench.done == []
        assert why in bench.text


def test_a_name_is_said_again_until_somebody_has_heard_it_or_says_no() -> None:
    bench = Bench(answers=["n", "nochmal", "ja"])
    bench.run()
    assert bench.done.count("Hier ist Käthe.") == 3
    assert is_ready(states(bench.reading))
    bench = Bench(answers=["nein"])
    assert bench.run() == 1
    assert bench.done.count("Hier ist Käthe.") == 1


def test_a_device_that_is_plugged_in_meanwhile_is_seen() -> None:
    bench = Bench(answers=["", "ja"])
    bench.reading = replace(bench.reading, problems={"camera": ("/dev/video0", "is not there")})
    plugged: Callable[[], SetupReading] = bench.look

    def look() -> SetupReading:
        if any("[Enter]" in line for line in bench.said):
            bench.reading = replace(bench.reading, problems={})
        return plugged()

    assert SetupGuide(bench, look, "de", lambda: 5.0).run() == 0


def test_a_name_that_no_light_shows_is_not_asked_for() -> None:
    bench = Bench(answers=["ja"], says=SaidName(False, (Both("kein Licht", "no light"),)))
    assert bench.run() == 1
    assert "kein Licht" in bench.text
    assert bench.answers == ["ja"]


def test_a_token_that_the_card_brought_is_left_to_the_service() -> None:
    bench = Bench(answers=["ja"])
    bench.reading = replace(bench.reading, token_waits=True)
    assert bench.run() == 1
    assert "enrol" not in bench.done
    assert "Der Dienst benutzt es" in bench.text


def test_devices_may_wait() -> None:
    bench = Bench(answers=["s", "ja"])
    bench.reading = replace(bench.reading, problems={"camera": ("/dev/video0", "is not there")})
    assert bench.run() == 1
    assert [one.step for one in states(bench.reading) if not one.done] == ["devices"]


def test_a_full_disk_is_said_and_leaves_the_steps_open() -> None:
    bench = Bench(answers=["ja"], refuses=True)
    assert bench.run() == 1
    assert "kann nicht behalten werden" in bench.text
