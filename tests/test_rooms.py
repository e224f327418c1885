"""The rule of the rooms: a folder imports only from folders below it (docs/decisions/0029)."""

import ast
import functools
import re
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parent.parent

ROOMS = {
    "bridge": (
        "bridge/protocol",
        "bridge/process",
        "bridge/base",
        "bridge/days",
        "bridge/relay",
        "bridge/papers",
        "bridge/paperwork",
        "bridge/tables",
        "bridge/mail",
        "bridge/lending",
        "bridge/lists",
        "bridge/store",
        "bridge/store/migrations",
        "bridge/store/migrations/versions",
        "bridge/register",
        "bridge/keeping",
        "bridge/fleet",
        "bridge/alarms",
        "bridge/web",
        "bridge/releases",
        "bridge/signaling",
        "bridge/office/frame",
        "bridge/office/signin",
        "bridge/office/keeping",
        "bridge/office/people",
        "bridge/office/desk",
        "bridge/office/papers",
        "bridge/office/family",
        "bridge/office/loans",
        "bridge/office/lists",
        "bridge/office/settings",
        "bridge/office/requests",
        "bridge/office/schools",
        "bridge/office/fleet",
        "bridge/office/morning",
        "bridge/office",
        "bridge/commands",
        "bridge",
    ),
    "hardware": (
        "hardware/contract",
        "hardware/power",
        "hardware/motion",
        "hardware/signals",
        "hardware/drivers/ports",
        "hardware/drivers/gauges",
        "hardware/drivers/lights",
        "hardware/drivers/pulse",
        "hardware/drivers/bus",
        "hardware/drivers/simulated",
        "hardware/drivers/unset",
        "hardware/config",
        "hardware/body",
        "hardware/papers",
        "hardware/papers/builds",
        "hardware/papers/pose",
        "hardware/setup",
        "hardware/finding",
        "hardware",
    ),
    "robot": (
        "robot/media/types",
        "robot/media/echo",
        "robot/media/opus",
        "robot/media/encoders",
        "robot/media/coded",
        "robot/media/v4l2",
        "robot/media/synthetic",
        "robot/media/transport",
        "robot/media/roads",
        "robot/media/hooks",
        "robot/media/voice",
        "robot/media/devices",
        "robot/media/outgoing",
        "robot/settings",
        "robot/wifi",
        "robot/speech",
        "robot/links",
        "robot/nettest",
        "robot/transfer",
        "robot/call",
        "robot/presence",
        "robot/board",
        "robot/sheets",
        "robot/steering",
        "robot/storage",
        "robot/caution",
        "robot/handover",
        "robot/doctor",
        "robot/update",
        "robot/errands",
        "robot/update",
        "robot/setup",
        "robot/local_page",
        "robot",
        "robot/demo",
    ),
    "technician": (
        "technician/examples",
        "technician/lists",
        "technician/files",
        "technician/labels",
        "technician/places",
        "technician/releases",
        "technician/commands",
        "technician",
    ),
    "packages": (
        "packages/plans",
        "packages/making",
        "packages",
    ),
    "pupil_app/js": (
        "pupil_app/js/wire",
        "pupil_app/js/page",
        "pupil_app/js/lesson",
        "pupil_app/js/child",
        "pupil_app/js/teacher",
        "pupil_app/js/nettest",
    ),
}
"""By package: its rooms, from what everyone stands on to the roof that wires everything."""

ROOFS = {
    "bridge": {"__init__", "__main__", "app", "config", "health", "serving"},
    "hardware": {"__init__", "__main__"},
    "robot": {
        "__init__",
        "__main__",
        "agent",
        "agent_inbox",
        "health",
        "hearing",
        "messenger",
        "page_side",
        "part_reports",
        "self_call",
        "senses",
        "sources",
        "stage",
        "switchboard",
        "technician_side",
        "wifi_side",
    },
    "packages": {"__init__", "__main__"},
    "technician": {"__init__", "__main__"},
}
"""Modules allowed in a package's root: those that start, wire and configure everything."""

LENT = {
    "bridge": (),
    "hardware": ("bridge/papers", "bridge/process", "bridge/protocol/vocabulary.py"),
    # It names modules of the others, and imports none by itself.
    "packages": (),
    "robot": (
        *("bridge/process", "bridge/protocol", "hardware/contract"),
        # One way to step the head, for its own page and for the robot's.
        "hardware/setup/stepping.py",
    ),
    "technician": ("bridge/papers", "bridge/process", "bridge/tables"),
}
"""Parts of the other packages that a package may use."""


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


PYTHON = {
    _module(path): path.relative_to(ROOT).as_posix()
    for package in ROOFS
    for path in sorted((ROOT / package).rglob("*.py"))
}


def _imported(path: str) -> set[str]:
    """Return the files of ours that a module imports."""
    found = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in PYTHON else node.module for name in names]
        else:
            continue
        found |= {PYTHON[name] for name in names if name in PYTHON}
    return found - {path}


def _imported_js(path: str) -> set[str]:
    text = (ROOT / path).read_text(encoding="utf-8")
    folder = (ROOT / path).parent
    return {
        (folder / spec).resolve().relative_to(ROOT).as_posix()
        for spec in re.findall(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""", text)
    }


SCRIPTS = [p.relative_to(ROOT).as_posix() for p in sorted((ROOT / "pupil_app/js").rglob("*.js"))]


@functools.cache
def arrows() -> dict[str, set[str]]:
    """Return for each file those of ours that it imports."""
    python = {path: _imported(path) for path in PYTHON.values()}
    return python | {path: _imported_js(path) for path in SCRIPTS}


def room(path: str) -> str:
    """Return the folder of a file."""
    return str(PurePosixPath(path).parent)


def package(path: str) -> str:
    """Return the key of `ROOMS` under which a file is listed."""
    return "pupil_app/js" if path.startswith("pupil_app/") else path.partition("/")[0]


def test_every_folder_is_a_room_of_the_list() -> None:
    listed = {name for rooms in ROOMS.values() for name in rooms}
    # A folder that only holds rooms has a docstring and nothing else.
    halls = {"hardware/drivers", "robot/media"}
    assert {room(path) for path in arrows()} - halls == listed
    for hall in halls:
        assert [p.name for p in (ROOT / hall).glob("*.py")] == ["__init__.py"]


def test_no_room_imports_a_room_above_it() -> None:
    upward = [
        f"{path} -> {target}"
        for path, targets in arrows().items()
        for target in sorted(targets)
        if package(path) == package(target)
        and not target.endswith("__init__.py")
        and ROOMS[package(path)].index(room(target)) > ROOMS[package(path)].index(room(path))
    ]
    assert upward == []


@pytest.mark.parametrize("name", ROOFS)
def test_a_packages_root_holds_its_roof_alone(name: str) -> None:
    assert {path.stem for path in (ROOT / name).glob("*.py")} == ROOFS[name]


@pytest.mark.parametrize("name", LENT)
def test_a_package_uses_of_the_others_only_what_is_lent(name: str) -> None:
    foreign = [
        f"{path} -> {target}"
        for path, targets in arrows().items()
        for target in sorted(targets)
        if package(path) == name
        and package(target) != name
        and not target.endswith("__init__.py")
        and not any(target == lent or room(target) == lent for lent in LENT[name])
    ]
    assert foreign == []
