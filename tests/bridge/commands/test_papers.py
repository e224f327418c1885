import argparse
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa

from bridge.__main__ import parser
from bridge.base.errors import BadRequest, NotKnown
from bridge.commands.papers import run_papers
from bridge.commands.result import CommandResult
from bridge.register.register import Register
from bridge.store import Store
from bridge.store.tables import pairings
from tests.bridge.people import TurnedClock
from tests.bridge.register.papered import lend


async def ran(store: Store, *arguments: str | Path) -> CommandResult:
    options: argparse.Namespace = parser().parse_args([str(one) for one in arguments])
    return await run_papers(store, "https://karlsson.example", options)


async def codes(store: Store) -> list[str]:
    query = sa.select(pairings.c.kind).where(pairings.c.withdrawn_at.is_(None))
    async with store.database.begin() as connection:
        return sorted((await connection.execute(query)).scalars())


@pytest.fixture
async def loan(store: Store) -> str:
    return str(await lend(Register(store.database, TurnedClock())))


async def test_a_paper_is_written_once_and_known_as_printed(
    store: Store, loan: str, tmp_path: Path
) -> None:
    target = tmp_path / "consent.pdf"
    result = await ran(store, "paper", "print", "consent", "--loan", loan, "--to", target)
    assert isinstance(result.data, dict)
    assert result.data["bytes"] == len(target.read_bytes())
    listed = (await ran(store, "paper", "list", "--loan", loan)).data
    assert isinstance(listed, list)
    assert [row["kind"] for row in listed if row["printed"]] == ["consent"]
    with pytest.raises(BadRequest, match="is there already"):
        await ran(store, "paper", "print", "consent", "--loan", loan, "--to", target)


async def test_a_welcome_sheet_opens_its_codes_and_is_read_by_its_owner_alone(
    store: Store, loan: str, tmp_path: Path
) -> None:
    target = tmp_path / "welcome.pdf"
    await ran(store, "paper", "print", "welcome", "--loan", loan, "--to", target)
    assert await codes(store) == ["secret", "word"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


async def test_a_sheet_that_cannot_be_kept_opens_no_code(
    store: Store, loan: str, tmp_path: Path
) -> None:
    nowhere = tmp_path / "nowhere" / "welcome.pdf"
    with pytest.raises(BadRequest, match="nowhere"):
        await ran(store, "paper", "print", "welcome", "--loan", loan, "--to", nowhere)
    assert await codes(store) == []


async def test_what_is_not_there_or_over_is_named(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "x.pdf"
    with pytest.raises(NotKnown, match="no loan 7"):
        await ran(store, "paper", "print", "consent", "--loan", "7", "--to", target)
    over = str(await lend(Register(store.database, TurnedClock()), returned_at=5))
    with pytest.raises(BadRequest, match="is over"):
        await ran(store, "paper", "print", "welcome", "--loan", over, "--to", target)
    assert not target.exists()


async def test_an_empty_form_needs_no_loan(store: Store, tmp_path: Path) -> None:
    await ran(store, "paper", "empty", "pledge", "--to", tmp_path / "pledge.pdf")
    assert (tmp_path / "pledge.pdf").read_bytes().startswith(b"%PDF-")
    assert len((await ran(store, "paper", "list")).text.splitlines()) == 10


async def test_the_charity_is_changed_text_by_text(store: Store) -> None:
    await ran(store, "charity", "set", "--name", "Klassenfenster e. V.", "--phone", "040 5550100")
    await ran(store, "charity", "set", "--hours", "Mo bis Fr,  8 bis 15 Uhr")
    await ran(store, "charity", "set", "--phone", "")
    shown = (await ran(store, "charity", "show")).data
    assert isinstance(shown, dict)
    assert (shown["name"], shown["phone"]) == ("Klassenfenster e. V.", "")
    assert shown["hours"] == "Mo bis Fr, 8 bis 15 Uhr"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--phone", "ring us"),
        ("--email", "no-at"),
        ("--name", "中文 e. V."),
        ("--name", "x" * 121),
    ],
)
async def test_what_cannot_be_right_is_refused(store: Store, arguments: tuple[str, ...]) -> None:
    with pytest.raises(BadRequest):
        await ran(store, "charity", "set", *arguments)
