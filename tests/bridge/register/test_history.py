from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.register.changes import UNDO_S
from bridge.register.history import HistoryFilter
from bridge.register.members import PersonProfile
from bridge.register.naming import GONE
from bridge.register.register import Register
from bridge.store.office_tables import changes, people, schools
from tests.bridge.people import TurnedClock
from tests.bridge.register.keys import with_passkey

ALL = HistoryFilter()


async def told(register: Register, member: Member, wanted: HistoryFilter = ALL) -> list[str]:
    return [f"{line.by}: {line.words.de}" for line in await register.history(member, wanted)]


async def test_a_line_says_who_did_what_with_names_that_it_does_not_keep(
    register: Register, clock: TurnedClock
) -> None:
    anna = await with_passkey(register, "lead")
    invited = await register.invite(anna, PersonProfile("Tom Probe", "", "office"))
    await register.undo(anna, invited.change_id)
    invited = await register.invite(anna, PersonProfile("Mira Muster", "", "reader"))
    assert await told(register, anna, HistoryFilter(kinds=["person", "undo"])) == [
        "Anna Beispiel: Mira Muster eingeladen (Lesen)",
        f"Anna Beispiel: {GONE} eingeladen (Büro)",
    ]
    assert (await told(register, anna))[1] == (
        f"Anna Beispiel: Rückgängig gemacht: {GONE} eingeladen (Büro)"
    )
    async with register._database.begin(write=True) as connection:
        facts = (await connection.execute(changes.select())).all()
        assert all("Mira" not in row.facts for row in facts)
        await connection.execute(people.delete())
    assert (await told(register, anna))[0] == f"{GONE}: {GONE} eingeladen (Lesen)"


async def test_only_who_may_take_back_is_offered_to(register: Register, clock: TurnedClock) -> None:
    anna = await with_passkey(register, "lead")
    tom = await with_passkey(register, "office", "Tom Probe")
    await register.set_own(tom, "en", False)
    invited = await register.invite(anna, PersonProfile("Jo Prüf", "", "reader"))

    async def offers(member: Member) -> list[bool]:
        return [line.undo_until > 0 for line in await register.history(member, ALL, 2)]

    assert await offers(anna) == [True, True]
    assert await offers(tom) == [False, True]
    await register.undo(anna, invited.change_id)
    assert await offers(anna) == [False, False]
    clock.now_s += UNDO_S + 1
    assert await offers(tom) == [False, False]


async def test_a_school_reads_its_own_lines_alone(register: Register) -> None:
    ours = Member(7, "Frau Muster", "school", 1)
    for number in (1, 2):
        async with register.change(COMMAND_LINE, "undo", school_id=number) as change:
            await change.insert(schools, name=f"Schule {number}")
    (line,) = await register.history(ours, ALL)
    assert (line.school, line.by) == ("Schule 1", "Karlsson")
    assert await register.history(Member(8, "Jo", "school", None), ALL) == []
    assert await register.people_of_history(ours) == []


async def test_lines_are_filtered_and_turned_over(register: Register, clock: TurnedClock) -> None:
    anna = await with_passkey(register, "lead")
    began = int(clock.unix_s())
    ids = []
    for number in range(4):
        clock.now_s += 60
        about = {"loan_id": number, "robot_id": f"krl-{number}"}
        async with register.change(anna, "me.changed", **about) as change:  # type: ignore[arg-type]
            ids.append(change.id)

    async def found(**wanted: object) -> list[int]:
        lines = await register.history(anna, HistoryFilter(**wanted), 2)  # type: ignore[arg-type]
        return [line.id for line in lines]

    assert await found() == ids[:1:-1]
    assert await found(before=ids[2]) == ids[1::-1]
    assert await found(loan_id=1) == await found(robot_id="krl-1") == [ids[1]]
    assert await found(since=began + 60, until=began + 120) == [ids[0]]
    assert await found(person_id=0) == await found(kinds=["loan"]) == []
    assert await register.people_of_history(anna) == [(anna.id, "Anna Beispiel")]
