import msgspec
import pytest

from robot.doctor.findings import (
    GROUP_NAMES,
    GROUPS,
    NAMES,
    Both,
    Finding,
    absent,
    arranged,
    bad,
    count,
    data_of,
    exit_code,
    good,
    skipped,
    weak,
)

FIX = Both("Tu das.", "Do this.")
FOUND = [
    weak("wifi", Both("-72 dBm", "-72 dBm"), FIX),
    bad("disk", Both("voll", "full"), FIX),
    good("camera", "classroom:", "classroom:", simulated=True),
    good("key", "da", "there"),
    skipped("heard", Both("Pause", "paused")),
    absent("hand"),
]


def test_every_check_has_a_name_in_both_languages_and_one_group() -> None:
    checks = [check for group in GROUPS.values() for check in group]
    assert sorted(checks) == sorted(NAMES)
    assert len(checks) == len(set(checks)) >= 20
    assert set(GROUPS) == set(GROUP_NAMES)
    assert all(name.de and name.en for name in (*NAMES.values(), *GROUP_NAMES.values()))


def test_findings_stand_in_the_order_of_the_groups() -> None:
    assert [(group, [one.check for one in found]) for group, found in arranged(FOUND)] == [
        ("robot", ["key"]),
        ("computer", ["disk"]),
        ("network", ["wifi"]),
        ("body", ["hand"]),
        ("camera", ["camera"]),
        ("sound", ["heard"]),
    ]


@pytest.mark.parametrize("finding", FOUND)
def test_only_what_has_to_be_mended_makes_the_command_fail(finding: Finding) -> None:
    assert exit_code([finding]) == int(finding.outcome == "failed")


def test_what_programs_read_is_stable_and_says_what_is_simulated_and_what_did_not_run() -> None:
    data = data_of(FOUND, "de")
    assert (data["ok"], data["complete"], data["simulated"]) == (False, False, True)
    assert data["checks"][1] == {
        "check": "disk",
        "group": "computer",
        "outcome": "failed",
        "name": "Platz auf der Karte",
        "text": "voll",
        "remedy": "Tu das.",
    }
    assert all(set(one) == set(data["checks"][0]) for one in data["checks"])
    msgspec.json.encode(data)
    english = data_of(FOUND, "en")["checks"][1]
    assert (english["text"], english["check"]) == ("full", "disk")


def test_a_simulated_part_is_never_simply_ok() -> None:
    assert count(FOUND, "simulated") == 1
    assert good("camera", "a", "a", simulated=True).outcome != "ok"
