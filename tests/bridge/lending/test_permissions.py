from bridge.lending.permissions import GRANTED, ROLES, Member


def test_a_school_reaches_its_own_rows_alone_and_others_all() -> None:
    school = Member(1, "Frau Muster", "school", 7)
    assert school.reaches(7)
    assert not school.reaches(8)
    assert not school.reaches(None)
    assert not Member(1, "Frau Muster", "school").reaches(None)
    assert Member(1, "Anna", "office").reaches(None)


def test_the_lead_may_all_and_a_school_nothing_that_is_the_offices() -> None:
    assert all(GRANTED[role] <= GRANTED["lead"] for role in ROLES)
    for permission in ("lend", "unlock", "keep_people", "erase", "import_lists", "see_report"):
        assert not Member(1, "Frau Muster", "school", 7).may(permission)


def test_changes_are_taken_back_by_who_made_them_or_by_who_may_do_the_like() -> None:
    lead, office = Member(1, "Anna", "lead"), Member(2, "Tom", "office")
    school, reader = Member(3, "Frau Muster", "school", 7), Member(4, "Jo", "reader")
    assert [one.may_take_back("loan.locked", 1) for one in (lead, office, school, reader)] == [
        *(True, True),
        *(False, False),
    ]
    assert school.may_take_back("loan.ticked", 3)
    assert not school.may_take_back("loan.locked_by_school", 3)
    assert not office.may_take_back("person.changed", 2)
    assert lead.may_take_back("person.changed", 2)
