import pytest

from bridge.base import errors


@pytest.mark.parametrize(
    "kind", [errors.NotKnown, errors.Conflict, errors.BadRequest, errors.PagesError]
)
def test_every_error_is_one_that_a_technician_can_put_right(kind: type[Exception]) -> None:
    assert issubclass(kind, errors.BridgeError)
    assert str(kind("a sentence")) == "a sentence"


def test_errors_are_also_what_python_would_call_them() -> None:
    assert issubclass(errors.NotKnown, LookupError)
    assert issubclass(errors.BadRequest, ValueError)
