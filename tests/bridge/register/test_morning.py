import sqlalchemy as sa

from bridge.register.register import Register
from bridge.store.office_tables import people


async def test_readers_have_an_address_wish_it_and_are_still_here(register: Register) -> None:
    for name, email, wishes, left in (
        ("Anna", "anna@verein.example", True, None),
        ("Tom", "", True, None),
        ("Ida", "ida@verein.example", False, None),
        ("Max", "max@verein.example", True, 1),
    ):
        member = await register.add_person(name, "office", email=email)
        async with register._database.begin(write=True) as connection:
            changed = sa.update(people).where(people.c.id == member.id)
            await connection.execute(changed.values(mail_at_seven=wishes, left_at=left))
    (reader,) = await register.morning_readers()
    assert (reader.member.name, reader.email, reader.language) == (
        "Anna",
        "anna@verein.example",
        "de",
    )
