import json

from bridge.register.naming import GONE, told_facts
from bridge.register.register import Register


async def test_names_are_told_by_number_also_within_an_undo(register: Register) -> None:
    anna = await register.add_person("Anna Beispiel", "lead")
    undone = {"kind": "person.left", "of": {"person_id": anna.id}}
    async with register._database.begin() as connection:
        told = await told_facts(connection, [json.dumps(undone), '{"person_id": 99}', ""])
    assert told[0]["of"]["person"] == "Anna Beispiel"
    assert told[1:] == [{"person_id": 99, "person": GONE}, {}]
