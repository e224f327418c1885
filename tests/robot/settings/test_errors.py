from bridge.protocol.errors import REFUSALS
from robot.settings import errors


def test_every_error_is_drawn_in_the_tree() -> None:
    drawn = errors.__doc__ or ""
    named = [
        name
        for name, thing in vars(errors).items()
        if isinstance(thing, type) and issubclass(thing, errors.RobotError)
    ]
    assert [name for name in named if name not in drawn] == []


def test_a_refusal_tells_its_code_and_what_to_do() -> None:
    assert str(errors.LinkRefused("malformed")) == "refused by the bridge: malformed"
    for code in errors.REMEDIES:
        assert code in REFUSALS
        assert str(errors.LinkRefused(code)).startswith(f"refused by the bridge: {code}; ")
