from bridge.protocol.sealed import SessionSealedAsk
from robot.presence.effects import AllowTransfers
from robot.presence.parts import BoardPart, NoBoard, NoSheets, NoSpeech, SheetsPart, SpeechPart

ID = "A" * 22


def test_a_robot_without_a_part_does_nothing_in_its_place() -> None:
    board: BoardPart = NoBoard()
    board.set_crop(2.0, 0.5, 0.5)
    board.take_still(ID)
    board.follow(True)
    speech: SpeechPart = NoSpeech()
    speech.speak("yes", "", "de")
    speech.stop()
    sheets: SheetsPart = NoSheets()
    sheets.allow(AllowTransfers(True, True, True))
    sheets.use_key(bytes(16))
    sheets.hear(SessionSealedAsk(ID, 1))
    sheets.forget()
