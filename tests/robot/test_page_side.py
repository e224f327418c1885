"""The agent as its page sees it."""

from pathlib import Path
from typing import cast

import msgspec
import pytest

from bridge.protocol.causes import NetworkCause
from hardware.contract import wire
from robot.call.lines import Lines
from robot.links.body_link import BodyDown, BodySaid, BodyUp
from robot.local_page.page_parts import PageError
from robot.local_page.page_rights import PageSituation
from robot.page_side import PageSide, names_of
from robot.presence import events as ev
from robot.presence.camera_preview import PreviewWished
from robot.settings.config import BridgeSection, RobotConfig, RobotSection
from robot.settings.enrolment import RECORD_FILE
from robot.steering.steering import Steering
from tests.robot.stages import ENTER, HOT, PAUSE, Stage
from tests.robot.theatre import Puppet

GREETING = wire.Greeting(3, "simulated", -90.0, 90.0, -30.0, 30.0, True)


class Steered:
    """A head of which only the pose counts."""

    measured_deg = (12.4, -3.6)


def side_of(stage: Stage, up: bool = True, cause: NetworkCause | None = None) -> PageSide:
    return PageSide(
        stage.machine,
        Lines.make(),
        cast(Steering, Steered()),
        Puppet(),
        lambda: ("kaethe", "Käthe"),
        lambda: (up, cause),
        lambda event: None,
    )


def test_situation_and_words_follow_the_machine() -> None:
    assert side_of(Stage()).situation() == PageSituation()
    assert side_of(Stage(*ENTER)).situation().somebody
    assert side_of(Stage(PAUSE)).situation().paused
    assert side_of(Stage(ev.BodyReported("fault", faults=(HOT,)))).situation().faulty
    assert side_of(Stage(ev.BodyLost())).situation().faulty
    lost = Stage(ev.PartTried("camera", "not there; plug it in"))
    assert side_of(lost).situation().camera == "not there; plug it in"
    told = side_of(lost).told()
    assert (told.robot, told.name, told.pan_deg, told.tilt_deg) == ("kaethe", "Käthe", 12, -4)
    assert told.troubles[0].part == "camera"


def test_a_bridge_out_of_reach_is_told_with_its_reason_in_both_languages() -> None:
    told = side_of(Stage(), up=False, cause="name_service").told()
    assert told.link.why is not None
    assert "DNS" in told.link.why.de
    assert told.signal == "no_bridge"
    assert side_of(Stage(), up=False).told().link.why is None


def test_the_dials_forget_a_body_that_is_away() -> None:
    side = side_of(Stage())
    state = msgspec.json.decode(
        msgspec.json.encode(
            {
                "at_s": 1.0,
                **dict.fromkeys(
                    [
                        f"{kind}_{axis}_deg"
                        for kind in ("target", "commanded", "measured")
                        for axis in ("pan", "tilt")
                    ],
                    0.0,
                ),
                **dict.fromkeys(
                    ("moving", "at_limit", "held", "attached", "hand_raised", "paused"), False
                ),
                "signal": "asleep",
                "type": "state",
            }
        ),
        type=wire.BodyState,
    )
    side.hear_body(BodyUp(GREETING))
    side.hear_body(BodySaid(state))
    side.hear_body(BodySaid(wire.Pressed("pause")))
    assert side.dials() == (GREETING, state)
    side.hear_body(BodyDown())
    assert side.dials() == (None, None)


async def test_without_a_preview_there_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("robot.page_side.BEGIN_S", 0.0)
    with pytest.raises(PageError, match="ended"):
        await side_of(Stage()).picture()


async def test_a_camera_that_gives_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("robot.page_side.PICTURE_S", 0.05)
    stage = Stage(PreviewWished(anew=True))
    side = side_of(stage)
    assert side.previews()
    side._lines.finder.shut()
    with pytest.raises(PageError, match="no_picture"):
        await side.picture()


def test_a_robot_knows_its_name_also_while_the_bridge_is_away(tmp_path: Path) -> None:
    config = RobotConfig(
        robot=RobotSection(state_dir=str(tmp_path)), bridge=BridgeSection(url="ws://x/signal")
    )
    assert names_of(config, ("", "")) == ("", "")
    (tmp_path / RECORD_FILE).write_text('{"robot": "kaethe", "name": "Käthe"}', encoding="utf-8")
    assert names_of(config, ("", "")) == ("kaethe", "Käthe")
    assert names_of(config, ("pelle", "Pelle")) == ("pelle", "Pelle")
    (tmp_path / RECORD_FILE).write_text("{", encoding="utf-8")
    assert names_of(config, ("", "")) == ("", "")
