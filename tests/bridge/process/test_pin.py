import pytest

from bridge.process import pin

SALT = bytes(range(16))


@pytest.mark.parametrize("typed", ["47110815", "4711 0815", " 4711-0815\n", "47 11 08 15"])
def test_a_pin_may_be_typed_with_what_stands_between_its_digits(typed: str) -> None:
    assert pin.plain(typed) == "47110815"


@pytest.mark.parametrize("typed", ["", "4711081", "471108155", "4711o815", "٤٧١١٠٨١٥", "1" * 5000])
def test_what_can_be_no_pin_is_none(typed: str) -> None:
    assert pin.plain(typed) == ""


def test_the_label_shows_two_groups_with_leading_zeros() -> None:
    assert pin.shown(pin.from_number(42)) == "0000 0042"
    assert pin.from_number(10**8 + 7) == "00000007"


def test_the_robot_knows_its_own_pin_and_no_other() -> None:
    kept = pin.hashed("47110815", SALT)
    assert kept.startswith("scrypt$14$8$1$")
    assert "4711" not in kept.rpartition("$")[0].replace("scrypt$14$8$1$", "")
    assert pin.fits("4711 0815", kept)
    assert not pin.fits("4711 0816", kept)
    assert pin.hashed("47110815", SALT[::-1]) != kept


def test_an_empty_text_fits_nothing_though_it_could_be_hashed() -> None:
    assert not pin.fits("abc", pin.hashed("", SALT))


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "47110815",
        "scrypt$14$8$1$x$y",
        pin.hashed("47110815", SALT).replace("$14$", "$30$"),
        pin.hashed("47110815", SALT).replace("$14$", "$1$"),
        pin.hashed("47110815", SALT) + "$",
    ],
)
def test_a_text_that_is_no_hash_or_would_take_all_memory_is_refused(kept: str) -> None:
    with pytest.raises(pin.NoPinHash):
        pin.check_form(kept)
    with pytest.raises(pin.NoPinHash):
        pin.fits("47110815", kept)
