from bridge.tables.errors import TableFileError


def test_the_error_says_what_it_was_given() -> None:
    assert str(TableFileError("is empty")) == "is empty"
