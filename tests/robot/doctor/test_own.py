import pytest

from robot.doctor.findings import Finding
from robot.doctor.own import (
    LINKED,
    EnrolmentReading,
    KeyReading,
    ServiceReading,
    StateReading,
    VersionReading,
    enrolment,
    key,
    service,
    state,
    versions,
    voice,
)

OFF, ON = ServiceReading(False), ServiceReading(True, f"{LINKED}; no body yet", "active")


@pytest.mark.parametrize(
    ("finding", "outcome", "words"),
    [
        (versions(VersionReading("0.1.0", "3.11.7")), "ok", "Karlsson 0.1.0"),
        (
            versions(VersionReading("0.1.0", "3.11.7", ["aiortc 1.9.0 (needs ==1.16.0)"])),
            "failed",
            "aiortc 1.9.0",
        ),
        (key(KeyReading("A" * 43)), "ok", "AAAAAAAA…"),
        (key(KeyReading()), "failed", "none yet"),
        (key(KeyReading(problem="/s/robot.key: this is not a key")), "failed", "not a key"),
        (key(KeyReading("A" * 43, owner="root")), "failed", "belongs to root"),
        (state(StateReading("/s", True, True)), "ok", "/s"),
        (state(StateReading("/s", False, False)), "failed", "missing"),
        (state(StateReading("/s", True, False)), "failed", "cannot be written"),
        (service(ON), "ok", "runs: in touch"),
        (service(OFF), "ok", "does not run"),
        (service(ServiceReading(False, "", "failed")), "failed", "does not start"),
        (enrolment(EnrolmentReading("karlsson-1", True), OFF), "ok", "karlsson-1"),
        (enrolment(EnrolmentReading("karlsson-1"), ON), "ok", "karlsson-1"),
        (enrolment(EnrolmentReading("karlsson-1", True, "twin"), OFF), "failed", "same key"),
        (
            enrolment(EnrolmentReading("karlsson-1", True, "wrong_key"), OFF),
            "failed",
            "another key",
        ),
        (enrolment(EnrolmentReading(""), OFF), "failed", "has no token"),
        (enrolment(EnrolmentReading("k"), ServiceReading(True)), "skipped", "service runs"),
        (enrolment(EnrolmentReading("k", True, "silent"), OFF), "skipped", "not reached"),
        (voice(True, ""), "ok", "espeak-ng"),
        (voice(True, "espeak-ng is not installed"), "weak", "not installed"),
        (voice(False, ""), "absent", "sound.phrases"),
    ],
)
def test_what_is_the_robots_own(finding: Finding, outcome: str, words: str) -> None:
    assert finding.outcome == outcome
    assert words in finding.text.en
    assert (outcome in ("failed", "weak")) <= (finding.remedy is not None)


def test_no_finding_shows_a_whole_key() -> None:
    assert "A" * 43 not in key(KeyReading("A" * 43)).text.en
