"""PURE. What is true of robot and child at once, for the signal and for the wire. No I/O."""

from bridge.protocol.channels import Snapshot
from bridge.protocol.vocabulary import SignalName
from robot.presence.classroom import Classroom
from robot.presence.signals import Facts
from robot.presence.standing import Standing


def facts_of(
    standing: Standing,
    classroom: Classroom,
    now: float,
    *,
    somebody: bool,
    joining: bool,
    away: bool,
    played: bool,
    speaking: bool,
) -> Facts:
    """Return what the signal depends on.

    Args:
        standing: What the child has switched on.
        classroom: What the class and the body have said.
        now: Monotonic seconds.
        somebody: There is a stay.
        joining: It has not begun to carry anything.
        away: Its line is gone.
        played: The child's voice is played.
        speaking: It is loud just now.
    """
    return Facts(
        somebody=somebody,
        joining=joining,
        fault=classroom.faulty,
        closed=classroom.closed,
        paused=bool(classroom.paused_by),
        line_gone=away or standing.line == "lost",
        line_poor=standing.line == "poor",
        on_break=standing.rest,
        seen=now < standing.seen_until_s,
        hand=standing.hand_raised,
        hand_waiting=standing.hand_waiting(now),
        whispering=standing.whisper and played,
        speaking=played and speaking,
        listening_only=standing.listen_only,
    )


def presence_of(
    standing: Standing,
    classroom: Classroom,
    hand_now: float,
    *,
    stay: str | None,
    shown: SignalName | None,
    connected: bool,
    away: bool,
) -> Snapshot:
    """Return the state for the wire; the shell adds `seq`, pose, head and views.

    Args:
        standing: What the child has switched on.
        classroom: What the class and the body have said.
        hand_now: Until when the hand's waiting is counted.
        stay: Its name; None when nobody is there.
        shown: What the body reported last; None while it is away.
        connected: Media flow.
        away: The line of the stay is gone.
    """
    return Snapshot(
        seq=1,
        presence=stay,
        signal=shown or "fault",
        hand=standing.hand(hand_now),
        feeling=standing.feeling,
        microphone=standing.microphone,
        whisper=standing.whisper,
        listen_only=standing.listen_only,
        rest=standing.rest,
        sound_only=standing.sound_only,
        connected=connected,
        line="lost" if away else standing.line,
        picture=standing.picture,
        paused_by=classroom.paused_by,
        lost=classroom.lost,
        volume=classroom.volume,
        battery_percent=classroom.power.percent,
        power=classroom.power_told,
        strain=classroom.strained.told,
        fault=classroom.fault_text,
        fault_code=classroom.fault_code,
    )
