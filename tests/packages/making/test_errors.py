from packages.making.errors import PackageError


def test_the_error_says_what_it_was_given() -> None:
    assert str(PackageError("is missing")) == "is missing"
