"""Rules that hold over the whole tree: who imports what, and what has its test."""

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bridge", "hardware", "packages", "robot", "technician")

# What a PURE module must not reach: the loop, the clock, chance, threads, files, networks, devices.
IMPURE = {
    *("asyncio", "time", "random", "secrets", "threading", "socket", "os", "pathlib", "subprocess"),
    *("aiohttp", "aiortc", "aioice", "av", "cv2", "gpiozero", "serial", "smbus2", "sounddevice"),
    *("sqlalchemy", "sqlite3", "alembic", "aiosqlite", "asyncpg"),
}

# Each third-party library has one door: these modules, and nobody else, import it.
DOORS = {
    "aiohttp": r"bridge\.(?!protocol|process).*|hardware\.setup\.page|robot\.links\.("
    r"bridge_link|causes|clock_check|connectivity)|robot\.nettest\.probes|"
    r"robot\.local_page\.page_(acts|answers|server|stream)",
    "aioice": r"robot\.media\.hooks(\..*)?",
    "aiortc": r"robot\.(call|media)(\..*)?",
    "aiosmtplib": r"bridge\.mail\.server",
    "alembic": r"bridge\.store(\..*)?",
    "asyncpg": r"bridge\.store\.dialects",
    "av": r"robot\.(call|media)(\..*)?",
    "cv2": r"robot\.(board|media)\..*|robot\.sheets\.washer",
    "dbus_fast": r"robot\.wifi\.bus",
    "gpiozero": r"hardware\.drivers\.pulse\.header",
    "holidays": r"bridge\.days\.school_days",
    "icalendar": r"bridge\.days\.timetable",
    "jinja2": r"bridge\.office\.frame\.pages",
    "packaging": r"packages\.(plans\.lock|making\.wheels)",
    "prometheus_client": r"bridge\.web\.metrics",
    "prompt_toolkit": r"hardware\.setup\.terminal",
    "pyrage": r"bridge\.keeping\.sealing",
    "python_calamine": r"bridge\.tables\.reading",
    "pywebrtc_audio": r"robot\.media\.echo\.webrtc",
    "recurring_ical_events": r"bridge\.days\.timetable",
    "rich": r"bridge\.commands\.fleet(_table)?|robot\.(doctor\.(command|table)|setup\.hands)"
    r"|technician\.(__main__|commands\.show)",
    "segno": r"bridge\.papers\.qr_code|robot\.demo\.__main__|technician\.labels\.labels",
    "securesystemslib": r"bridge\.releases\..*|technician\.(releases\..*|commands\.release)",
    "serial": r"hardware\.drivers\.ports\.serial_port",
    "shtab": r"packages\.making\.texts",
    "smbus2": r"hardware\.drivers\.ports\.i2c",
    "sounddevice": r"robot\.media\..*",
    "soxr": r"robot\.media\.types\.resampling",
    "sqlalchemy": r"bridge\.(register|store)(\..*)?",
    "tomli_w": r"hardware\.(config\.calibrated|finding\.document)|robot\.demo\.stage|technician\."
    r"files\.settings",
    "tuf": r"bridge\.releases\..*|robot\.update\.fetching|technician\.releases\..*",
    "typst": r"bridge\.papers\.typeset",
    "xlsxwriter": r"bridge\.tables\.writing",
    "urllib3": r"robot\.update\.fetching",
    "webauthn": r"bridge\.office\.signin\.ceremonies",
    "zxingcpp": r"robot\.wifi\.decoding",
}

# What may be imported of the bridge.
ALLOWED = {
    "hardware": r"bridge\.(papers|process|protocol\.vocabulary)\b",
    "robot": r"bridge\.(protocol|process)\b",
    "technician": r"bridge\.(papers|process|tables)\b",
}

# Modules whose test is somewhere else than in tests/<same path>/test_<name>.py.
TESTED_ELSEWHERE = {
    "bridge.office.requests.typed": "tests/bridge/office/requests/test_form.py",
    "robot.media.devices.pi_encoder": "tests/robot/media/devices/test_pi_camera.py",
    "robot.media.devices.pi_opening": "tests/robot/media/devices/test_pi_camera.py",
    "robot.presence.wish_events": "tests/robot/presence/test_wishes.py",
    "bridge.signaling.admission": "tests/bridge/signaling/test_endpoint_refusals.py",
    "bridge.register.loan_consents": "tests/bridge/register/test_loans.py",
    "bridge.register.loan_wishes": "tests/bridge/register/test_loan_steps.py",
    "bridge.lists.day_readings": "tests/bridge/lists/test_day_cells.py",
    "bridge.lists.entries": "tests/bridge/lists/test_loan_rows.py",
    "bridge.lists.loan_cells": "tests/bridge/lists/test_loan_rows.py",
    "bridge.lists.loan_days": "tests/bridge/lists/test_loan_rows.py",
    "bridge.lists.loan_drafts": "tests/bridge/lists/test_loan_rows.py",
    "bridge.lists.named_days": "tests/bridge/lists/test_day_cells.py",
    "bridge.office.frame.desk": "tests/bridge/office/frame/test_door.py",
    "bridge.register.free_days": "tests/bridge/register/test_loans.py",
    "bridge.register.loan_steps": "tests/bridge/register/test_loans.py",
    "bridge.register.loan_views": "tests/bridge/register/test_loans.py",
    "bridge.commands.request_options": "tests/bridge/commands/test_requests.py",
    "bridge.office.requests.acts": "tests/bridge/office/requests/test_pages.py",
    "bridge.office.frame.outside": "tests/bridge/office/requests/test_form.py",
    "bridge.register.register": "tests/bridge/register/test_changes.py",
    "bridge.store.emptying": "tests/bridge/keeping/test_restoring.py",
    "bridge.store.taken_back": "tests/bridge/keeping/test_restoring.py",
    "bridge.store.loan_columns": "tests/bridge/store/test_loans.py",
    "bridge.store.office_tables": "tests/bridge/store/test_tables.py",
    "bridge.relay.process": "tests/bridge/relay/test_processes.py",
    "technician.releases.errors": "tests/technician/releases/test_repository.py",
    "robot.update.errors": "tests/robot/update/test_updating.py",
    "robot.demo.processes": "tests/robot/demo/test_demo.py",
    "robot.demo.stage": "tests/robot/demo/test_demo.py",
}


def sources() -> Iterator[tuple[str, Path]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts), path


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def imports(path: Path) -> frozenset[str]:
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return frozenset(found)


def is_pure(path: Path) -> bool:
    # Read and not parsed: this is asked of every module in every worker.
    return path.read_text(encoding="utf-8").startswith('"""PURE.')


MODULES = dict(sources())
PURE = {name: path for name, path in MODULES.items() if is_pure(path)}


@pytest.mark.parametrize("name", PURE)
def test_a_pure_module_reaches_no_clock_no_file_and_no_network(name: str) -> None:
    reached = {module.split(".")[0] for module in imports(PURE[name])}
    assert not reached & IMPURE


def test_the_wire_is_pure_as_a_whole() -> None:
    wire = {name for name in MODULES if name.startswith("bridge.protocol.")}
    assert wire - {"bridge.protocol.__init__"} <= set(PURE)


@pytest.mark.parametrize("library", DOORS)
def test_a_library_has_one_door(library: str) -> None:
    door = re.compile(DOORS[library])
    users = {
        name
        for name, path in MODULES.items()
        if library in {module.split(".")[0] for module in imports(path)}
    }
    assert {name for name in users if not door.fullmatch(name)} == set()


def test_robot_and_body_know_little_of_the_bridge() -> None:
    foreign = {
        (name, module)
        for name, path in MODULES.items()
        if not name.startswith("bridge.")
        for module in imports(path)
        if (re.match(r"bridge\b", module) and not re.match(ALLOWED[name.split(".")[0]], module))
    }
    assert foreign == set()


def test_every_module_has_its_test() -> None:
    missing = []
    for name in MODULES:
        *folders, leaf = name.split(".")
        if leaf in ("__init__", "__main__") or "migrations" in folders:
            continue
        expected = ROOT.joinpath("tests", *folders, f"test_{leaf}.py")
        elsewhere = ROOT / TESTED_ELSEWHERE.get(name, "-")
        if not expected.exists() and not elsewhere.exists():
            missing.append(name)
    assert missing == []


READMES = [
    path
    for top in sorted(ROOT.iterdir())
    if not top.name.startswith(".")
    for path in ([top] if top.name == "README.md" else top.rglob("README.md"))
]


@pytest.mark.parametrize("readme", READMES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_readme_names_is_there(readme: Path) -> None:
    text = readme.read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.\w+)`", text))
    named |= set(re.findall(r"\]\((?!https?:)([^)#]+)\)", text))
    folders = (ROOT, readme.parent, readme.parent / "js")
    missing = {name for name in named if not any((f / name).exists() for f in folders)}
    assert missing == set()


def test_tasks_are_born_only_in_task_groups() -> None:
    orphans = [
        f"{name}:{node.lineno}"
        for name, path in MODULES.items()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("create_task", "ensure_future")
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("asyncio", "loop")
    ]
    assert orphans == []


def test_tests_do_not_sleep_and_do_not_mock() -> None:
    sleepers = []
    for path in (ROOT / "tests").rglob("*.py"):
        if "bench" in path.parts or path.name == "test_architecture.py":
            continue
        text = path.read_text(encoding="utf-8")
        if re.search(r"\bsleep\((?!0\))|\bMock\(|MagicMock|monkeypatch\.setattr\(time", text):
            sleepers.append(str(path.relative_to(ROOT)))
    assert sleepers == []


def test_one_name_stands_for_one_class() -> None:
    """A reader who meets a public class elsewhere knows which one it is (docs/vocabulary.md)."""
    places: dict[str, list[str]] = {}
    for name, path in MODULES.items():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(name)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_docstrings_open_with_a_verb_or_a_noun() -> None:
    """A reader learns from the first words what the thing is."""
    words = "What|How|Whether|Where|Who|Which|When|Why|So|There (?:is|are)"
    asking = re.compile(rf'^\s*"""(?:PURE\. )?(?:{words})\b', re.MULTILINE)
    folders = [*PACKAGES, "tests"]
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    found = [
        f"{path.relative_to(ROOT)}: {opening.group().strip()}"
        for path in sorted(paths)
        for opening in asking.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
