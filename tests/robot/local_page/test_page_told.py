import msgspec

from bridge.protocol.presence import Power, Trouble
from robot.local_page.page_rights import PageSituation
from robot.local_page.page_told import LinkTold, PageTold, refusals, without_child

WHOLE = PageTold(
    robot="kaethe",
    name="Käthe",
    version="1",
    lesson=False,
    link=LinkTold(True),
    paused_by=("teacher",),
    fault="pan: hot",
    troubles=(Trouble("camera", "not there"),),
    battery_percent=50.0,
    power=Power(level="low"),
    signal="hand",
    pan_deg=20.0,
    tilt_deg=-5.0,
    preview=True,
)


def test_a_lesson_is_words_about_the_robot_and_nothing_that_the_child_does() -> None:
    told = msgspec.to_builtins(without_child(WHOLE))
    assert told["lesson"] is True
    hidden = {"signal": None, "pan_deg": 0.0, "tilt_deg": 0.0, "preview": False, "paused_by": ()}
    assert {name: told[name] for name in hidden} == hidden
    kept = {"robot": "kaethe", "fault": "pan: hot", "battery_percent": 50.0}
    assert {name: told[name] for name in kept} == kept


def test_every_act_that_is_refused_says_why() -> None:
    assert set(refusals(PageSituation(somebody=True)).values()) == {"lesson"}
    assert refusals(PageSituation(paused=True)) == {"preview": "paused", "step": "paused"}
    assert refusals(PageSituation()) == {}
