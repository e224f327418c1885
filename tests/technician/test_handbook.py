"""The technician's page names only what there is."""

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bridge import __main__ as bridge
from hardware import __main__ as body
from robot import __main__ as robot
from technician import __main__ as technician
from technician.lists import columns
from tests.rehearsal import __main__ as rehearsal

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/technician.md").read_text(encoding="utf-8")
HEADINGS = re.findall(r"^\| ((?:`[^`]+`(?:, )?)+) \|", PAGE, re.MULTILINE)

MAINS: dict[str, Callable[[list[str]], int]] = {
    "karlsson": technician.main,
    "karlsson-body": body.main,
    "karlsson-bridge": bridge.main,
    "karlsson-robot": robot.main,
    "./run rehearsal": rehearsal.main,
}

LARGEST_PICTURE_BYTES = 100_000


def spans() -> Iterator[str]:
    """Yield what stands on the page as something to type."""
    for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL):
        yield from block.splitlines()
    yield from re.findall(r"(?<!`)`([^`]+)`(?!`)", PAGE.replace("```", ""))


def commands() -> list[tuple[str, list[str]]]:
    """Return each command of ours on the page: its name, and its arguments."""
    found = []
    for span in spans():
        text = span.removeprefix("sudo ").partition(" >")[0]
        name, _, rest = text.partition(" ")
        if name == "./run":
            more, _, rest = rest.partition(" ")
            name = f"{name} {more}"
        if name in MAINS or name.startswith("./run"):
            found.append((name, shlex.split(rest, comments=True)))
    return found


COMMANDS = commands()
TYPED = sorted({(name, tuple(words)) for name, words in COMMANDS if name in MAINS})


def help_of(name: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    """Return the help of a command; its name and all actions before the first option count."""
    actions = [*words][: next((n for n, word in enumerate(words) if word[0] == "-"), len(words))]
    with pytest.raises(SystemExit) as ended:
        MAINS[name]([*actions, "--help"])
    told = capsys.readouterr()
    assert ended.value.code == 0, f"{name} {shlex.join(words)}: {told.err}"
    return told.out


def test_each_heading_of_the_page_is_known() -> None:
    cells = [cell for cell in HEADINGS if not re.search(r"`(-|\./|karlsson)", cell)]
    named = [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]
    assert len(named) > 30
    assert [name for name in named if columns.meaning(name) is None] == []


def test_many_commands_are_on_the_page() -> None:
    names = {name for name, _ in COMMANDS}
    assert {"karlsson", "karlsson-bridge", "karlsson-robot", "./run rehearsal"} <= names
    assert len(TYPED) > 15


@pytest.mark.parametrize(("name", "words"), TYPED, ids=lambda one: str(one)[:60])
def test_each_command_of_the_page_is_there(
    name: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    told = help_of(name, words, capsys)
    options = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
    assert {one for one in options if not re.search(rf"(?<!\S){one}\b", told)} == set()


def test_each_option_that_stands_alone_is_one_of_a_command_of_the_page(
    capsys: pytest.CaptureFixture[str],
) -> None:
    known = "".join(help_of(name, words, capsys) for name, words in TYPED)
    alone = {one for span in spans() if span[0] == "-" for one in re.findall(r"--[a-z-]+", span)}
    assert {one for one in alone if not re.search(rf"(?<!\S){one}\b", known)} == set()


def test_each_command_of_the_checkout_is_there() -> None:
    script = (ROOT / "run").read_text(encoding="utf-8")
    named = {name.partition(" ")[2] for name, _ in COMMANDS if name.startswith("./run")}
    assert {
        one for one in named if not re.search(rf"^([\w ]+\| )?{one}( \||\))", script, re.M)
    } == set()


@pytest.mark.parametrize("action", ["prepare", "labels", "template"])
def test_each_action_is_on_the_page(action: str) -> None:
    assert PAGE.count(f"karlsson card {action}") >= 2


def test_each_link_within_the_page_leads_somewhere() -> None:
    titles = re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)
    slugs = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
    assert {link for link in re.findall(r"\]\(#([^)]+)\)", PAGE) if link not in slugs} == set()


def test_each_picture_is_there_small_and_fetches_nothing() -> None:
    named = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", PAGE)
    assert len(named) > 10
    for name in named:
        picture = (ROOT / "docs" / name).read_bytes()
        assert len(picture) < LARGEST_PICTURE_BYTES, name
        assert b"url(http" not in picture
        assert b"@font-face" not in picture
