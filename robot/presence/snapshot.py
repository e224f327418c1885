"""PURE. Summary of robot and child, for the signal and for the wire. No I/O."""

from bridge.protocol.presence import Outfit, Outgoing, Snapshot, TeacherNote
from bridge.protocol.vocabulary import MarkName, SignalName
from robot.presence.classroom import Classroom
from robot.presence.signals import Facts
from robot.presence.standing import Standing
from robot.presence.understanding import Understood
from robot.presence.wishes import Wishes


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
    says: bool = False,
    understood: Understood,
    previewed: bool = False,
    code_answer: MarkName | None = None,
) -> Facts:
    """Return the facts on which the signal depends.

    Args:
        standing: Toggles of the child.
        classroom: State of the class and the body.
        now: Monotonic seconds.
        somebody: True while there is a stay.
        joining: True until its connection is up.
        away: True while its line is gone.
        played: True while the child's voice is played.
        speaking: True while the voice, or a phrase, is loud.
        says: True while the robot speaks a phrase for the child.
        understood: Answer of the child.
        previewed: True while the camera films for a technician.
        code_answer: What became of a code that was held before the camera.
    """
    return Facts(
        somebody=somebody,
        joining=joining,
        fault=classroom.faulty,
        closed=classroom.closed,
        paused=bool(classroom.paused_by),
        bridge_away=classroom.bridge.is_away,
        help=standing.help.waits,
        line_gone=away or standing.line == "lost",
        line_poor=standing.line == "poor",
        on_break=standing.rest,
        seen=now < standing.seen_until_s,
        hand=standing.hand_raised,
        hand_waiting=standing.hand_waiting(now),
        whispering=standing.whisper and played,
        speaking=(played or says) and speaking,
        listening_only=standing.listen_only,
        answered=understood.shown(now),
        mark=understood.mark,
        previewed=previewed,
        code_answer=code_answer,
    )


def snapshot_of(
    standing: Standing,
    classroom: Classroom,
    now: float | None,
    *,
    presence_id: str | None,
    shown: SignalName | None,
    connected: bool,
    away: bool,
    said: TeacherNote | None = None,
    outfit: Outfit | None = None,
    outgoing: Outgoing | None = None,
    wishes: Wishes,
    near: bool = False,
) -> Snapshot:
    """Return the state for the wire; the shell adds `seq`, pose, head and views.

    Args:
        standing: Toggles of the child.
        classroom: State of the class and the body.
        now: Monotonic seconds, up to which the waiting of hand and help is counted; None counts
            none.
        presence_id: Of the stay; None when nobody is there.
        shown: Signal that the body reported last; None while it is away.
        connected: True while media flow.
        away: True while the line of the stay is gone.
        said: Last message of the teacher.
        outfit: Outfit of the drawing.
        outgoing: What leaves the robot.
        wishes: What the child wants of board, phrases and sheets.
        near: True while an enlarged picture leaves the robot.
    """
    return Snapshot(
        seq=1,
        presence=presence_id,
        # Whoever reads this reaches the robot: the light is only late.
        signal="asleep" if shown == "no_bridge" else shown or "fault",
        hand=standing.hand(now),
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
        help=standing.help.told(now),
        microphone_works=standing.microphone_works,
        outfit=outfit,
        feeling_seen=standing.feeling_seen,
        said=said,
        buddy_calls=classroom.buddy_call.waits,
        buddy_answer=classroom.buddy_call.answer,
        outgoing=outgoing,
        zoom_most=wishes.viewing.most,
        zoomed=near,
        still=wishes.viewing.still,
        following=wishes.viewing.following,
        phrase=wishes.phrases.newest,
        phrase_seen=wishes.phrases.seen,
        understood=wishes.understood.answer,
        rights=wishes.rights.told,
        can_speak=wishes.can_speak,
        sheets=wishes.sheets,
        transferring=wishes.transferring,
        troubles=classroom.broken,
    )
