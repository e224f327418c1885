"""A model of power cuts: changes are recorded, and any number of them is played on a harsh disk.

What is not synced may be there or not, each change by itself: a name that was made, moved or
removed in a folder that was not synced since, and the content of a file that was not. A real file
system (ext4 with its journal) keeps more of the order; `./run bench powercut` cuts one of those.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from robot.update.disk import FILE, DurableDisk


class MemoryDisk(DurableDisk):
    """A disk that waits for nothing: where the power does not really fail, a second is saved."""

    def write(self, path: Path, parts: Iterable[bytes], mode: int = FILE) -> None:
        with path.open("xb") as file:
            file.writelines(parts)
        path.chmod(mode)

    def sync(self, folder: Path) -> None:
        """Nothing to wait for."""


class RecordingDisk(MemoryDisk):
    """Makes every change, and notes it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.steps: list[tuple[str, str, object]] = []

    def _note(self, what: str, path: Path, more: object = None) -> None:
        self.steps.append((what, str(path.relative_to(self.root)), more))

    def make_folder(self, path: Path) -> None:
        super().make_folder(path)
        self._note("folder", path)

    def write(self, path: Path, parts: Iterable[bytes], mode: int = FILE) -> None:
        data = b"".join(parts)
        super().write(path, [data], mode)
        # Three moments at which the power can fail.
        self._note("new file", path, mode)
        self._note("content", path, data)
        self._note("synced", path)

    def make_link(self, path: Path, goal: str) -> None:
        super().make_link(path, goal)
        self._note("link", path, goal)

    def rename(self, path: Path, name: str) -> None:
        super().rename(path, name)
        self._note("rename", path, name)

    def remove(self, path: Path) -> None:
        super().remove(path)
        self._note("remove", path)

    def remove_folder(self, path: Path) -> None:
        super().remove_folder(path)
        self._note("remove", path)

    def sync(self, folder: Path) -> None:
        super().sync(folder)
        self._note("sync", folder)


@dataclass
class Node:
    """A file, a link or a folder."""

    kind: str
    mode: int = 0
    goal: str = ""
    data: bytes = b""
    synced: bool = True
    names: dict[str, "Node"] = field(default_factory=dict)
    """Names as a process sees them."""
    sure: dict[str, "Node"] = field(default_factory=dict)
    """Names that are on the disk."""
    pending: list[dict[str, "Node | None"]] = field(default_factory=list)
    """Changes of names since the last sync; each is made as a whole or not."""

    def change(self, names: dict[str, "Node | None"]) -> None:
        self.pending.append(names)
        _apply(self.names, names)


def _apply(names: dict[str, Node], change: dict[str, "Node | None"]) -> None:
    for name, node in change.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def node_of(path: Path) -> Node:
    """Return a folder as it lies on the disk, all of it synced."""
    if path.is_symlink():
        return Node("link", goal=str(path.readlink()))
    if path.is_file():
        return Node("file", path.stat().st_mode & 0o777, data=path.read_bytes())
    names = {one.name: node_of(one) for one in path.iterdir()}
    return Node("folder", names=dict(names), sure=dict(names))


class HarshDisk:
    """A disk that keeps what it was told to keep, and of the rest what chance leaves."""

    def __init__(self, before: Node) -> None:
        self.root = before

    def play(self, steps: list[tuple[str, str, object]]) -> None:
        """Make changes."""
        for what, path, more in steps:
            self._play(what, path, more)

    def _play(self, what: str, path: str, more: object) -> None:
        folder, name = self._at(path)
        match what:
            case "folder":
                folder.change({name: Node("folder")})
            case "new file":
                assert isinstance(more, int)
                folder.change({name: Node("file", more, synced=False)})
            case "content":
                assert isinstance(more, bytes)
                folder.names[name].data = more
            case "synced":
                folder.names[name].synced = True
            case "link":
                folder.change({name: Node("link", goal=str(more))})
            case "rename":
                folder.change({name: None, str(more): folder.names[name]})
            case "remove":
                folder.change({name: None})
            case _:
                one = folder.names[name] if name else self.root
                one.sure, one.pending = dict(one.names), []

    def cut(self, chance: random.Random, place: Path) -> None:
        """Write what a power cut leaves into a new folder."""
        _write(self.root, chance, place)

    def _at(self, path: str) -> tuple[Node, str]:
        if path == ".":
            return self.root, ""
        *folders, name = path.split("/")
        node = self.root
        for one in folders:
            node = node.names[one]
        return node, name


def _write(node: Node, chance: random.Random, place: Path) -> None:
    if node.kind == "link":
        place.symlink_to(node.goal)
    elif node.kind == "file":
        data = node.data if node.synced else node.data[: chance.randint(0, len(node.data))]
        place.write_bytes(data)
        place.chmod(node.mode)
    else:
        place.mkdir()
        left = dict(node.sure)
        for change in node.pending:
            if chance.random() < 0.5:
                _apply(left, change)
        for name, one in left.items():
            _write(one, chance, place / name)
