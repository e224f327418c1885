from bridge.lists.grid import ListFile
from bridge.lists.waiting import KEPT_S, MOST, WaitingList, WaitingLists


def new() -> WaitingList:
    return WaitingList(ListFile(()), "liste.xlsx", "0" * 64)


def test_each_person_has_one_list_for_a_while() -> None:
    lists = WaitingLists()
    lists.put(1, new(), 0)
    second = new()
    lists.put(1, second, 10)
    assert lists.get(1, 20) is second
    assert lists.get(2, 20) is None
    assert lists.get(1, 20 + KEPT_S) is second
    assert lists.get(1, 21 + 2 * KEPT_S) is None


def test_a_few_lists_are_kept_and_the_oldest_goes() -> None:
    lists = WaitingLists()
    for person in range(MOST + 1):
        lists.put(person, new(), person)
    assert lists.get(0, MOST) is None
    assert lists.get(1, MOST) is not None
    lists.drop(1)
    assert lists.get(1, MOST) is None


def test_an_answer_replaces_an_earlier_one_and_an_empty_one_takes_it_back() -> None:
    one = new()
    one.answer({"0!H6": "a", "0!H7": "b"})
    one.answer({"0!H6": "c"})
    assert list(one.wishes().answers.items()) == [("0!H7", "b"), ("0!H6", "c")]
    one.answer({"0!H7": ""})
    assert one.answers == {"0!H6": "c"}
    assert one.plan is None
