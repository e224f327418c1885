import re

import pytest

from robot.local_page.page_files import load_page_files

FILES = load_page_files()
SCRIPTS = [path for path in FILES if path.endswith(".js")]


def _resolved(path: str, spec: str) -> str:
    if spec.startswith("/"):
        return spec
    parts = path.split("/")[:-1]
    for part in spec.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


@pytest.mark.parametrize("path", SCRIPTS)
def test_whatever_a_module_imports_is_served(path: str) -> None:
    text = FILES[path][0].decode()
    wanted = re.findall(r"""^(?:import|export)[^;]*?from "([^"]+)";""", text, re.MULTILINE)
    assert [_resolved(path, spec) for spec in wanted if _resolved(path, spec) not in FILES] == []


def test_the_page_names_files_of_the_robot_alone() -> None:
    text = FILES["/"][0].decode()
    named = re.findall(r'(?:href|src)="([^"]+)"', text)
    assert len(named) >= 5
    assert set(named) <= set(FILES)
    assert "<style" not in text
    assert not re.search(r"\son\w+=|style=|<script>", text)


def test_what_is_for_developers_is_not_served() -> None:
    assert not [path for path in FILES if path.endswith(".json")]
    assert FILES["/"][1] == "text/html"


def test_nothing_of_a_third_party_is_loaded() -> None:
    for path, (data, _) in FILES.items():
        links = re.findall(rb"https?://[^\s\"'`]+", data)
        # What remains are the names of SVG and of a rule that a comment cites.
        assert all(b"://www.w3.org/" in link for link in links), (path, links)
