from robot.handover.protocol import Entry, Wiped, text_of


def test_a_clean_wipe_lists_what_went_and_what_stays() -> None:
    text = text_of(
        "karlsson-1",
        "2026-11-29",
        Wiped((Entry("/a", "saved places"),), (Entry("/b", "its key"),), secrets=3),
    )
    assert text.startswith("Karlsson: robot karlsson-1 was wiped on 2026-11-29")
    assert "Removed:\n  /a  (saved places)\n" in text
    assert "Kept, as asked for:\n  /b  (its key)\n" in text
    assert "3 secrets (keys, tokens, names, Wi-Fi); none was found anywhere." in text
    assert text.endswith("\nCLEAN\n")


def test_a_wipe_that_left_something_says_so() -> None:
    text = text_of("k", "d", Wiped(failed=(Entry("/a", "no"),), left=("/a",), found=("/c",)))
    assert "NOT REMOVED:\n  /a  (no)\n" in text
    assert "STILL THERE:\n  /a\n" in text
    assert "A REMOVED SECRET IS STILL IN:\n  /c\n" in text
    assert text.endswith("\nNOT CLEAN\n")


def test_a_robot_on_which_nothing_was_says_so() -> None:
    assert "There was nothing to remove." in text_of("k", "d", Wiped())
