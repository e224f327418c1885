import re

from technician.lists.hotspot_keys import LETTERS, hotspot_key


def test_each_robot_has_a_key_of_its_own_and_the_same_one_again() -> None:
    secret = bytes(range(32))
    keys = [hotspot_key(secret, f"karlsson-{number}") for number in range(200)]
    assert len(set(keys)) == 200
    assert keys[7] == hotspot_key(secret, "karlsson-7")
    assert keys[7] != hotspot_key(bytes(32), "karlsson-7")
    for key in keys:
        assert re.fullmatch(rf"[{LETTERS}]{{4}}(-[{LETTERS}]{{4}}){{2}}", key)
    assert {letter for key in keys for letter in key} == {*LETTERS, "-"}


def test_no_letter_looks_like_another() -> None:
    assert not set("ilo01") & set(LETTERS)
