from importlib import resources

from bridge.paperwork.kinds import PAPER_KINDS, PAPERS, is_paper


def test_every_paper_has_its_template_and_every_template_is_a_paper() -> None:
    folder = resources.files("bridge.paperwork") / "templates"
    found = {entry.name.removesuffix(".typ") for entry in folder.iterdir()}
    assert found == {*PAPER_KINDS, "letter"}
    assert tuple(PAPERS) == PAPER_KINDS


def test_only_the_welcome_sheet_opens_something() -> None:
    assert [kind for kind, paper in PAPERS.items() if paper.has_key] == ["welcome"]


def test_a_name_of_a_paper_is_known() -> None:
    assert is_paper("consent")
    assert not is_paper("letter")
    assert not is_paper("../welcome")
