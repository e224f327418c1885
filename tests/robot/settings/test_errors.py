from robot.settings import errors


def test_every_error_is_drawn_in_the_tree() -> None:
    drawn = errors.__doc__ or ""
    named = [
        name
        for name, thing in vars(errors).items()
        if isinstance(thing, type) and issubclass(thing, errors.RobotError)
    ]
    assert [name for name in named if name not in drawn] == []


def test_a_refusal_tells_its_code() -> None:
    assert str(errors.LinkRefused("unknown_robot")) == "refused by the bridge: unknown_robot"
