from robot.presence import effects as fx
from robot.presence.effects import PresenceEffect
from robot.presence.events import MediaPart
from robot.presence.outlet import Outlet
from robot.presence.signals import Facts

ALL = frozenset(MediaPart)
NONE: frozenset[MediaPart] = frozenset()


def settle(
    outlet: Outlet,
    facts: Facts,
    parts: frozenset[MediaPart] = ALL,
    voice: bool = False,
    level: float = 0.0,
) -> list[PresenceEffect]:
    return outlet.settle(facts, parts, voice, facts.hand, level, (6, False))


def awake() -> Outlet:
    outlet = Outlet()
    settle(outlet, Facts(somebody=True))
    outlet.shown = "present"
    settle(outlet, Facts(somebody=True), voice=True)
    return outlet


def test_the_source_waits_until_the_body_says_that_it_shows() -> None:
    outlet = Outlet()
    first = settle(outlet, Facts(somebody=True, joining=True))
    assert fx.ShowSignal("joining") in first
    assert not any(isinstance(effect, fx.StartMedia) for effect in first)
    outlet.shown = "joining"
    assert settle(outlet, Facts(somebody=True, joining=True)) == [
        fx.StartMedia(MediaPart.PICTURE),
        fx.StartMedia(MediaPart.SOUND),
    ]


def test_going_dark_mutes_and_stops_and_shows_once_the_devices_are_closed() -> None:
    outlet, paused = awake(), Facts(somebody=True, paused=True)
    assert settle(outlet, paused, parts=NONE) == [
        fx.MuteVoice(),
        fx.StopMedia(MediaPart.PICTURE),
        fx.StopMedia(MediaPart.SOUND),
        fx.ParkHead(),
    ]
    outlet.closed(MediaPart.PICTURE)
    assert settle(outlet, paused, parts=NONE) == []
    outlet.closed(MediaPart.SOUND)
    assert settle(outlet, paused, parts=NONE) == [fx.ShowSignal("paused")]


def test_another_light_need_not_wait_for_a_device() -> None:
    outlet = awake()
    assert settle(outlet, Facts(somebody=True, hand=True), parts=NONE, voice=True) == [
        fx.StopMedia(MediaPart.PICTURE),
        fx.StopMedia(MediaPart.SOUND),
        fx.ShowHand(True),
        fx.ShowSignal("hand"),
    ]


def test_a_body_that_goes_dark_by_itself_closes_the_sources() -> None:
    outlet = awake()
    outlet.shown = "asleep"
    assert settle(outlet, Facts(somebody=True), voice=True) == [
        fx.StopMedia(MediaPart.PICTURE),
        fx.StopMedia(MediaPart.SOUND),
    ]


def test_a_fault_closes_everything_before_it_is_shown() -> None:
    outlet, fault = awake(), Facts(somebody=True, fault=True)
    assert settle(outlet, fault, voice=True) == [
        fx.StopMedia(MediaPart.PICTURE),
        fx.StopMedia(MediaPart.SOUND),
        fx.ParkHead(),
    ]
    for part in MediaPart:
        outlet.closed(part)
    assert settle(outlet, fault, voice=True) == [fx.ShowSignal("fault")]


def test_nothing_opens_while_the_body_still_shows_the_fault() -> None:
    outlet = Outlet()
    outlet.shown = "fault"
    settle(outlet, Facts(somebody=True))
    assert outlet.running == NONE


def test_nothing_is_asked_twice() -> None:
    assert settle(awake(), Facts(somebody=True), voice=True) == []


def test_a_new_body_is_told_everything_again() -> None:
    outlet = awake()
    outlet.body_knows_nothing()
    effects = settle(outlet, Facts(somebody=True, hand=True), voice=True)
    assert effects == [
        fx.StopMedia(MediaPart.PICTURE),
        fx.StopMedia(MediaPart.SOUND),
        fx.ShowHand(True),
        fx.Rise(),
        fx.ShowSignal("hand"),
    ]


def test_the_light_follows_the_voice_in_steps() -> None:
    outlet = awake()
    speaking = Facts(somebody=True, speaking=True)
    assert settle(outlet, speaking, voice=True, level=0.52) == [fx.ShowSignal("speaking", 0.5)]
    outlet.shown = "speaking"
    assert settle(outlet, speaking, voice=True, level=0.54) == []


def test_a_line_that_is_gone_leaves_the_head_to_the_dead_mans_switch() -> None:
    assert settle(awake(), Facts(somebody=True, line_gone=True), voice=True) == [
        fx.ShowSignal("line_bad")
    ]


def test_a_break_holds_the_head_and_leaving_parks_it() -> None:
    outlet = awake()
    assert fx.Hold() in settle(outlet, Facts(somebody=True, on_break=True))
    assert fx.ParkHead() in settle(outlet, Facts(somebody=True, paused=True), voice=True)
    assert fx.ParkHead(forget=True) in settle(outlet, Facts(paused=True), parts=NONE)


def test_closing_all_leaves_nothing_open() -> None:
    outlet = awake()
    assert outlet.close_all() == [
        fx.MuteVoice(),
        fx.StopMedia(MediaPart.PICTURE),
        fx.StopMedia(MediaPart.SOUND),
    ]
    assert outlet.close_all() == []
