from tests.bench.networks.plan import SETUP_S, Case, about_s, cases, turns

GROUPS = cases(["clean", "loss5"], ["lesson"], ["640x480"], ["karlsson", "aiortc", "libwebrtc"])


def test_engines_that_are_compared_follow_each_other() -> None:
    assert [[case.engine for case in group] for group in GROUPS] == [
        ["karlsson", "aiortc", "libwebrtc"],
        ["karlsson", "aiortc", "libwebrtc"],
    ]
    assert {case.line for case in GROUPS[0]} == {"clean"}


def test_each_run_begins_with_another_engine() -> None:
    first: dict[tuple[int, str], str] = {}
    for run, case in turns(GROUPS, 3):
        first.setdefault((run, case.line), case.engine)
    assert [first[run, "loss5"] for run in range(3)] == ["karlsson", "aiortc", "libwebrtc"]


def test_every_case_has_its_turn_in_every_run() -> None:
    held = list(turns(GROUPS, 2))
    assert len(held) == len(set(held)) == 2 * 2 * 3


def test_a_case_has_a_key_of_its_own() -> None:
    assert Case("loss5", "film", "1280x720", "aiortc").key == "loss5/film/1280x720/aiortc"


def test_the_time_it_takes_follows_the_lines() -> None:
    assert about_s(GROUPS, 2, {"clean": 10.0, "loss5": 20.0}) == 2 * 3 * (30.0 + 2 * SETUP_S)
