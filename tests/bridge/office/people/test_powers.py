from bridge.lending.permissions import ROLES
from bridge.office.people.powers import OWN, powers


def test_the_table_says_what_the_rules_say() -> None:
    by_name = {power.what.de: [word.de for word in power.by_role] for power in powers()}
    assert all(len(words) == len(ROLES) for words in by_name.values())
    assert by_name["Personen, Rollen"] == ["ja", "nein", "nein", "nein"]
    assert by_name["Roboter sehen"] == ["ja", "ja", OWN.de, "ja"]
    assert by_name["Wieder freigeben"] == ["ja", "ja", "nein", "nein"]
