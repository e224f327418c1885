import argparse
import errno
from pathlib import Path

import pytest

from bridge.process import atomic
from technician.commands import options
from technician.commands.arguments import UsageError
from technician.commands.jobs import CardOutcome
from technician.commands.prepare import Preparation, in_order
from technician.commands.reading import WrongListError
from technician.places.errors import CardError
from technician.places.list_secret import secret_of
from tests.technician.debs import deb
from tests.technician.places.images import Machine, content, fill, image

pytestmark = pytest.mark.long

HEAD = "Name;WLAN;Passwort;Token\r\n"
ROWS = "".join(f"{name};Schule;geheim-1;tok-{name}\r\n" for name in ("Emil", "Ida", "Lotta"))


class Desk:
    """A folder with a list, and a computer with card readers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.machine = Machine(folder / "root")
        self.list = folder / "liste.csv"
        self.write(ROWS)

    def write(self, rows: str) -> None:
        self.list.write_text(HEAD + rows, encoding="utf-8")

    def reader(self, name: str) -> Path:
        return self.machine.disk(name, image(self.folder / f"{name}.img"))

    def ready(self, *more: str | Path) -> Preparation:
        parser = argparse.ArgumentParser()
        options.add_card(parser.add_subparsers())
        given = [
            "card",
            "prepare",
            "--list",
            self.list,
            "--no-login",
            "--bridge",
            "k.example",
            *more,
        ]
        return Preparation(parser.parse_args([str(one) for one in given]), self.machine.root)

    def run(self, *more: str | Path) -> list[tuple[str, str]]:
        ready = self.ready(*more)
        outcomes: list[CardOutcome] = [*ready.plan.settled]
        ready.write(lambda *_: None, outcomes.append)
        self.why = [one.why for one in outcomes if one.why]
        found = in_order(ready.listed.robots, outcomes)
        return [(one.robot.id.removeprefix("karlsson-"), one.state) for one in found]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_folder_for_each_robot_and_what_is_done_stays_done(desk: Desk) -> None:
    out = desk.folder / "out"
    assert desk.run("--out", out) == [("emil", "written"), ("ida", "written"), ("lotta", "written")]
    assert b"tok-Ida" in (out / "ida/user-data").read_bytes()
    before = (out / "ida/user-data").stat().st_ino
    (out / "lotta/user-data").unlink()
    desk.write(ROWS.replace("tok-Emil", "tok-new"))
    again = desk.run("--out", out)
    assert again == [("emil", "written"), ("ida", "as before"), ("lotta", "written")]
    assert (out / "ida/user-data").stat().st_ino == before


def test_a_wrong_list_leaves_nothing_behind(desk: Desk) -> None:
    desk.write(ROWS + "Emil;Schule;kurz;\r\n")
    with pytest.raises(WrongListError):
        desk.ready("--out", desk.folder / "out")
    assert not (desk.folder / "out").exists()


def test_a_dry_run_writes_nothing(desk: Desk) -> None:
    ready = desk.ready("--out", desk.folder / "out", "--dry-run")
    assert len(ready.plan.jobs) == 3
    assert len(desk.ready("--dry-run").plan.jobs) == 3
    assert {one.name for one in desk.folder.iterdir()} == {"liste.csv", "root"}


def test_cards_are_written_several_at_once_and_the_next_ones_go_on(desk: Desk) -> None:
    first, second = desk.reader("sdb"), desk.reader("sdc")
    assert desk.run("--out", first, second) == [
        ("emil", "written"),
        ("ida", "written"),
        ("lotta", "waiting"),
    ]
    assert b"tok-Ida" in content(second, "user-data")
    # The card of Emil was left in the reader: Lotta is not written over it.
    assert desk.run("--out", first)[2] == ("lotta", "failed")
    assert "this is the card of emil already" in desk.why[0]
    assert b"tok-Emil" in content(first, "user-data")
    image(first)
    assert desk.run("--out", first) == [
        ("emil", "as before"),
        ("ida", "as before"),
        ("lotta", "written"),
    ]


def test_another_robots_card_is_written_over_only_in_words(desk: Desk) -> None:
    card = desk.reader("sdb")
    desk.run("--out", card)
    assert desk.run("--out", card, "--again", "--only", "Ida") == [("ida", "written")]


def test_one_card_that_fails_does_not_stop_the_others(desk: Desk) -> None:
    full, good = desk.reader("sdb"), desk.reader("sdc")
    fill(full)
    assert desk.run("--out", full, good) == [
        ("emil", "failed"),
        ("ida", "written"),
        ("lotta", "waiting"),
    ]
    assert "boot partition is full" in desk.why[0]
    image(full)
    assert desk.run("--out", full)[0] == ("emil", "written")


def test_empty_cards_get_the_system_first(desk: Desk) -> None:
    card = desk.machine.disk("sdb", size="8192")
    card.write_bytes(bytes(4 * 2**20))
    system = image(desk.folder / "os.img")
    ready = desk.ready("--out", card, "--image", system)
    assert ready.work_bytes() == 2 * system.stat().st_size
    assert desk.run("--out", card, "--image", system)[0] == ("emil", "written")
    assert b"tok-Emil" in content(card, "user-data")


def test_nothing_is_written_to_a_disk_that_is_not_a_card(desk: Desk) -> None:
    desk.reader("sdb")
    desk.machine.disk("sda", removable="0")
    with pytest.raises(CardError, match="no removable disk"):
        desk.ready("--out", desk.machine.root / "dev/sdb", desk.machine.root / "dev/sda")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ([], "--out is missing"),
        (["--out", "out", "--image", "os.img"], "--image: is copied to disks alone"),
    ],
)
def test_an_argument_that_does_not_fit_is_named(desk: Desk, more: list[str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        desk.ready(*more)


def test_a_place_that_cannot_be_written_is_known_beforehand(desk: Desk) -> None:
    (desk.folder / "file").touch()
    with pytest.raises(CardError, match="--out"):
        desk.ready("--out", desk.folder / "file" / "out")
    with pytest.raises(CardError, match="--record"):
        desk.ready("--out", desk.folder / "out", "--record", desk.folder / "no" / "record.json")


def test_a_preparation_that_is_stopped_goes_on_later(desk: Desk) -> None:
    card = desk.machine.disk("sdb", size="8192")
    card.write_bytes(bytes(4 * 2**20))
    more = ("--out", card, "--image", image(desk.folder / "os.img"), "--only", "Emil")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.ready(*more).write(lambda *_: None, stop)
    assert desk.run(*more)[0][1] in ("written", "as before")
    assert b"tok-Emil" in content(card, "user-data")


def test_a_copy_ends_at_its_next_part_once_it_is_stopped(desk: Desk) -> None:
    card = desk.machine.disk("sdb", size="8192")
    card.write_bytes(bytes(4 * 2**20))
    ready = desk.ready("--out", card, "--image", image(desk.folder / "os.img"))
    ready.stop()
    outcomes: list[CardOutcome] = []
    ready.write(lambda *_: None, outcomes.append)
    assert [(one.state, one.why) for one in outcomes] == [("failed", "was stopped")]


def test_a_disk_that_is_full_at_any_step_is_named_and_the_next_run_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = desk.folder / "out"
    secret_of(desk.list, keep=True)
    ida = ("--out", out, "--only", "Ida", "--no-page")
    written = atomic.replace
    for step in range(1, 7):
        calls = iter(range(1, 100))

        def replace(path: Path, data: bytes, mode: int = 0o600, step: int = step) -> None:
            if next(calls) == step:  # noqa: B023  each run counts for itself
                raise OSError(errno.ENOSPC, "No space left on device")
            written(path, data, mode)

        monkeypatch.setattr(atomic, "replace", replace)
        if step == 1:
            with pytest.raises(CardError, match="no room left on the disk"):
                desk.run(*ida)
            continue
        assert desk.run(*ida) == [("ida", "failed")]
        assert "no room left on the disk" in desk.why[0]
        # What starts the card is the last file of all.
        assert (out / "ida/user-data").exists() is (step == 6)
    assert desk.run(*ida) == [("ida", "written")]


def test_a_package_lies_on_each_card_and_is_installed_at_the_first_start(desk: Desk) -> None:
    package = deb(desk.folder)
    card = desk.reader("sdb")
    assert desk.run("--out", card, "--package", package, "--only", "Emil") == [("emil", "written")]
    assert content(card, package.name) == package.read_bytes()
    user_data = content(card, "user-data").decode()
    assert f"./{package.name}" in user_data
    assert "karlsson-install.service" in user_data
