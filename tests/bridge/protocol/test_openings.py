import typing

from bridge.protocol import openings, signaling


def kinds(alias: object) -> set[type]:
    return set(typing.get_args(alias))


def test_every_opening_may_be_said_on_the_road_of_its_speaker() -> None:
    speakers = (
        kinds(signaling.FromRobot) | kinds(signaling.FromPupil) | kinds(signaling.FromTeacher)
    )
    assert kinds(openings.Opening) <= speakers


def test_every_opening_states_its_version() -> None:
    first: set[type] = {*kinds(openings.Opening), openings.Challenge}
    for kind in first:
        assert "version" in kind.__struct_fields__  # type: ignore[attr-defined]
