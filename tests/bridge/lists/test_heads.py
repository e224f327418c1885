from bridge.lists.cleaning import clean
from bridge.lists.heads import columns_of, heads_of
from bridge.tables.cells import Area, Value, sheet
from tests.bridge.lists.lists import TODAY


def roles(rows: list[list[Value]], areas: tuple[Area, ...] = ()) -> dict[int, str]:
    cleaned = clean([sheet("S", rows, areas)], TODAY).sheets[0]
    heads = heads_of(cleaned.rows)
    return {one.index: one.role for one in columns_of(cleaned, heads[0] if heads else None)}


def test_a_head_of_two_lines_is_read_through_its_merged_cells() -> None:
    rows: list[list[Value]] = [
        ["Ausleihe 2026", "", "", ""],
        ["Gerät", "Schule", "Ausleihe", ""],
        ["", "", "von", "bis"],
        ["KRL-0001", "GS Lindenkoppel", "1.9.", "2.10."],
    ]
    areas = (((1, 0), (2, 0)), ((1, 1), (2, 1)), ((1, 2), (1, 3)))
    found = heads_of(clean([sheet("S", rows, areas)], TODAY).sheets[0].rows)
    assert (found[0].first, found[0].last) == (1, 2)
    assert dict(found[0].headings) == {
        0: "Gerät",
        1: "Schule",
        2: "Ausleihe von",
        3: "Ausleihe bis",
    }


def test_groups_above_the_head_belong_to_it() -> None:
    rows: list[list[Value]] = [
        ["Avatar", "", "Ausleihe", ""],
        ["Nr.", "Schule", "von", "bis"],
        ["1", "GS Lindenkoppel", "1.9.", "2.10."],
    ]
    areas = (((0, 0), (0, 1)), ((0, 2), (0, 3)))
    assert roles(rows, areas) == {0: "robot", 1: "school", 2: "from", 3: "until"}


def test_columns_without_a_head_are_told_by_their_content() -> None:
    rows: list[list[Value]] = [
        ["KRL-0001", "GS Lindenkoppel", "J. B.", "07.09.2026", "28.01.2027", "verliehen", "4b"],
        ["KRL-0002", "Gymnasium Hohenbrook", "L.", "14.09.2026", "18.12.2026", "verl.", "7a"],
    ]
    held = roles(rows)
    expected = ["robot", "school", "child", "from", "until", "status", "class"]
    assert [held[column] for column in range(7)] == expected


def test_a_plain_number_is_the_robot_if_nothing_else_is() -> None:
    assert roles([["Nr.", "Schule", "bis"], [1, "GS A", "1.2."]])[0] == "robot"
    held = roles([["Nr.", "Gerät", "Schule", "bis"], [1, "KRL-0001", "GS A", "1.2."]])
    assert (held[0], held[1]) == ("number", "robot")


def test_a_second_end_is_the_return_and_an_unknown_column_a_note() -> None:
    held = roles([["Gerät", "bis", "Ende", "Zubehör"], ["KRL-0001", "1.2.", "1.3.", "Tasche"]])
    assert [held[column] for column in range(4)] == ["robot", "until", "returned", "extra"]


def test_hidden_columns_are_not_read_unless_asked() -> None:
    from dataclasses import replace

    one = replace(
        sheet("S", [["Gerät", "bis", "Bemerkung"], ["KRL-0001", "1.2.", "x"]]),
        hidden_columns=frozenset({2}),
    )
    cleaned = clean([one], TODAY).sheets[0]
    columns = columns_of(cleaned, heads_of(cleaned.rows)[0])
    assert [(column.role, column.is_hidden) for column in columns][2] == ("none", True)


def test_a_second_state_is_the_one_of_the_loan() -> None:
    rows: list[list[Value]] = [["Robot", "School", "Federal state", "from", "State"]]
    assert roles(rows) == {0: "robot", 1: "school", 2: "state", 3: "from", 4: "status"}
