import pytest

from robot import self_call
from robot.self_call import WANTED, SelfCallFailed, call_self


@pytest.mark.long
async def test_picture_and_sound_come_over_a_real_call() -> None:
    pictures, sounds = await call_self()
    assert pictures >= WANTED
    assert sounds >= WANTED


async def test_what_is_missing_is_named() -> None:
    with pytest.raises(SelfCallFailed, match=r"^no picture and no sound came within 0 s$"):
        await call_self(0.0)


def test_a_call_that_failed_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def fails() -> tuple[int, int]:
        raise SelfCallFailed("no picture came within 60 s")

    monkeypatch.setattr(self_call, "call_self", fails)
    monkeypatch.setattr("robot.self_call.logging.disable", lambda _: None)
    assert self_call.run(as_json=False) == 1
    assert "The test call failed: no picture came" in capsys.readouterr().out
    assert self_call.run(as_json=True) == 1
    assert '"works":false' in capsys.readouterr().out
