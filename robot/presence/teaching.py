"""PURE. Effect of a teacher's or buddy's action on the class's side and on the child. No I/O."""

from robot.presence.actions import LASTING, Actions
from robot.presence.classroom import Classroom
from robot.presence.effects import AnswerTeacher, PresenceEffect, ReleaseBody
from robot.presence.events import TeacherActed
from robot.presence.notes import Notes
from robot.presence.phrases import Phrases
from robot.presence.standing import Standing

REMEMBERED = frozenset({"pause", "resume", "end", "louder", "quieter", "allow", "forbid"})
"""Actions that change what outlives a restart."""


class Teaching:
    """Carries out each action once, and answers it.

    Args:
        standing: Toggles of the child.
        classroom: State of the class and the body.
        notes: Messages to the child.
        phrases: Phrases of the child.
    """

    def __init__(
        self, standing: Standing, classroom: Classroom, notes: Notes, phrases: Phrases
    ) -> None:
        self._standing = standing
        self._classroom = classroom
        self._notes = notes
        self._phrases = phrases
        self._actions = Actions()

    def ends(self, event: TeacherActed) -> bool:
        """Return True for an action that ends the stay before it is carried out."""
        return event.action == "end" and event.id not in self._actions

    def hear(self, event: TeacherActed, somebody: bool, now: float) -> list[PresenceEffect]:
        """Carry out an action unless it must not be, and answer it.

        Args:
            event: The action.
            somebody: True while a child is in the robot.
            now: Monotonic seconds.
        """
        lasts = event.action in LASTING
        if event.id in self._actions:
            # Carried out before: a repeated action gets the same answer.
            refused = self._actions.refused(event.id)
            return [AnswerTeacher(event.id, refused, lasts and refused is None)]
        refused = self._actions.refusal(event.action, now)
        if refused is None:
            refused = self._act(event, somebody, now)
        self._actions.note(event.id, refused)
        todo: list[PresenceEffect] = []
        if refused is None and event.action in REMEMBERED:
            todo.append(self._classroom.remember(now))
            if event.action == "resume" and self._classroom.faults:
                todo.append(ReleaseBody())
        return [*todo, AnswerTeacher(event.id, refused, lasts and refused is None)]

    def _act(self, event: TeacherActed, somebody: bool, now: float) -> str | None:
        """Carry out an action; return the reason for a refusal, if any."""
        match event.action:
            case "pause" | "resume" | "louder" | "quieter":
                self._classroom.act(event.action)
                if event.action == "resume":
                    self._classroom.times.open(now)
            case "end":
                self._classroom.close(now + event.day_left_s)
            case "call_teacher":
                self._classroom.buddy_call.begin(now)
            case "call_seen":
                self._classroom.buddy_call.see(now)
            case "allow" | "forbid":
                self._set_right(event, now)
            case _:
                answered = somebody and self._to_child(event, now)
                return None if answered else "out_of_order"
        return None

    def _set_right(self, event: TeacherActed, now: float) -> None:
        if event.right is None:
            return  # the wire refuses it
        if event.action == "forbid":
            self._classroom.forbid(event.right, now + event.day_left_s)
        else:
            self._classroom.allow(event.right)

    def _to_child(self, event: TeacherActed, now: float) -> bool:
        """Answer the child, or say something to it; return False if there is nothing to answer."""
        match event.action:
            case "seen":
                return self._standing.see_hand(now)
            case "feeling_seen":
                return self._standing.see_feeling()
            case "phrase_seen":
                return self._phrases.see()
            case "help_coming":
                return self._standing.answer_help(now)
            case "your_turn":
                self._standing.give_turn(now)
            case "say_again" | "soon" | "short_break" | "text":
                self._notes.say(event.action, event.text)
        return True
