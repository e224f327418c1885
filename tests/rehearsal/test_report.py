from tests.rehearsal.report import AFTERNOON, Mistake, Report, Step, count, data_of, deeds, rows


def report() -> Report:
    found = Report(2)
    found.steps += [
        Step("cards", 3.0, 2, what="2 cards"),
        Step("doctor", 9.0, 2, (4.0, 8.0), "76 ok"),
        Step("update", rehearsed=False, what="there is none"),
    ]
    found.hands.did("cards", "card_in", 2)
    return found


def test_each_step_tells_how_long_it_took_for_all_for_one_and_for_the_slowest() -> None:
    assert rows(report()) == [
        ("cards", "2", "3.0 s", "1.5 s", "-", "0.3 min", "2 cards"),
        ("doctor", "2", "9.0 s", "6.0 s", "8.0 s", "0.0 min", "76 ok"),
        ("update", "-", "-", "-", "-", "-", "not rehearsed: there is none"),
        ("in all", "2", "12.0 s", "6.0 s", "", "0.3 min", ""),
    ]


def test_the_figures_come_from_what_was_measured_and_counted() -> None:
    found = report()
    assert found.metrics() == {"minutes_per_robot": 0.1, "hands_on_minutes_per_robot": 0.133}
    assert found.failures == []
    assert deeds(found) == [("take a card and put it into the reader", "2", "8 s", "16 s")]


def test_too_much_handwork_of_an_afternoon_is_a_failure() -> None:
    found = Report(AFTERNOON)
    found.hands.did("cards", "key", 10 * 2000)
    assert found.failures == ["4.7 minutes by hand for each robot; at most 3"]
    assert data_of(found)["ok"] is False
    few = Report(2)
    few.hands.did("cards", "key", 2000)
    assert few.failures == []


def test_a_step_that_failed_fails_the_rehearsal() -> None:
    found = report()
    found.steps.append(Step("wipe", 1.0, failed="ida: not clean"))
    found.mistakes.append(Mistake("twin", "ida", "nothing", failed="it was not named"))
    assert found.failures == ["wipe: ida: not clean"]
    assert rows(found)[3][-1] == "FAILED: ida: not clean"
    told = data_of(found)
    assert told["steps"][1]["each_s"] == [4.0, 8.0]
    assert told["steps"][2]["rehearsed"] is False
    assert told["mistakes"][0]["failed"] == "it was not named"


def test_texts_are_counted() -> None:
    found: dict[str, int] = {}
    count(found, ["a", "b"])
    count(found, ["a"])
    assert found == {"a": 2, "b": 1}
