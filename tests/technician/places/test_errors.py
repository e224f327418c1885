from technician.places.errors import CardError


def test_the_error_says_what_it_was_given() -> None:
    assert str(CardError("is full")) == "is full"
