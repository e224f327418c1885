from bridge.protocol.channels import WearOutfit
from bridge.protocol.presence import Outfit
from robot.presence.effects import KeepOutfit
from robot.presence.wardrobe import CHANGES_BURST, Wardrobe

MINT = WearOutfit(1, "Kalle", "mint", "cap")


def test_a_new_outfit_is_kept_and_the_same_one_is_no_news() -> None:
    wardrobe = Wardrobe()
    assert wardrobe.outfit is None
    assert wardrobe.wear(MINT) == [KeepOutfit(Outfit("Kalle", "mint", "cap"))]
    assert wardrobe.wear(MINT) == []


def test_an_outfit_from_before_a_restart_is_worn() -> None:
    wardrobe = Wardrobe(Outfit("Kalle", "mint", "cap"))
    assert wardrobe.wear(MINT) == []


def test_a_name_of_spaces_is_none() -> None:
    wardrobe = Wardrobe()
    wardrobe.wear(WearOutfit(1, "   ", "sky", "none"))
    assert wardrobe.outfit == Outfit("", "sky", "none")


def test_changes_come_no_faster_than_a_person_chooses() -> None:
    wardrobe = Wardrobe()
    taken = 0
    for number in range(3 * CHANGES_BURST):
        message = WearOutfit(number + 1, str(number), "mint", "cap")
        if wardrobe.takes(message, 1.0):
            taken += 1
            wardrobe.wear(message)
    assert taken == CHANGES_BURST
    assert wardrobe.takes(WearOutfit(99, str(CHANGES_BURST - 1), "mint", "cap"), 1.0)
    assert wardrobe.takes(MINT, 3.0)


def test_a_name_stands_in_no_log() -> None:
    assert "Kalle" not in repr(Wardrobe().wear(MINT))


def test_an_outfit_ends_with_its_loan() -> None:
    wardrobe = Wardrobe(Outfit("Kalle", "mint", "cap"), "one")
    worn = [(wardrobe.lent(loan), wardrobe.outfit) for loan in ("one", "two", "three")]
    assert worn == [
        ([], Outfit("Kalle", "mint", "cap")),
        ([KeepOutfit(None, "two")], None),
        ([], None),
    ]
    assert wardrobe.wear(MINT) == [KeepOutfit(Outfit("Kalle", "mint", "cap"), "three")]


def test_an_outfit_from_before_the_bridge_told_loans_is_of_the_first_one() -> None:
    wardrobe = Wardrobe(Outfit("Kalle", "mint", "cap"))
    assert wardrobe.lent("one") == [KeepOutfit(Outfit("Kalle", "mint", "cap"), "one")]
    assert wardrobe.lent("two") == [KeepOutfit(None, "two")]
