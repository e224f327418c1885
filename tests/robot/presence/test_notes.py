from bridge.protocol.presence import TeacherNote
from robot.presence.notes import Notes


def test_the_last_message_is_kept_and_counted() -> None:
    assert Notes().last is None
    notes = Notes()
    notes.say("soon", "")
    notes.say("soon", "")
    assert notes.last == TeacherNote(2, "soon")
    notes.say("text", "Well done.")
    assert notes.last == TeacherNote(3, "text", "Well done.")


def test_the_count_goes_on_after_the_stay() -> None:
    notes = Notes()
    notes.say("text", "Well done.")
    notes.forget()
    assert notes.last is None
    notes.say("say_again", "")
    assert notes.last == TeacherNote(2, "say_again")
