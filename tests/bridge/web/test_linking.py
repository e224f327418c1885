import json
import re
import subprocess
from pathlib import Path

import pytest

from bridge.web.comments import without_comments
from bridge.web.linking import CannotLink, linked
from bridge.web.pages import ENTRIES

APP = Path(__file__).parents[3] / "pupil_app"

MODULES = {
    "/js/main.js": (
        'import { twice, Box as Chest } from "./far/tools.js";\n'
        'import * as words from "./words.js";\n'
        'import { HELLO, greet } from "./words.js";\n'
        "const own = twice(3);\n"
        "console.log(JSON.stringify([own, new Chest(2).held, words.HELLO, HELLO, greet(own),\n"
        "  Object.keys(words).sort()]));\n"
    ),
    "/js/far/tools.js": (
        'import { three } from "../numbers.js";\n'
        "const own = three;\n"
        "export const twice = (/** @type {number} */ one) => 2 * one * (own / 3);\n"
        "export class Box {\n  constructor(held) {\n    this.held = held;\n  }\n}\n"
    ),
    "/js/words.js": (
        'export { three as DREI } from "./numbers.js";\n'
        'const HELLO = "hallo";\n'
        "export { HELLO };\n"
        "export function greet(name) {\n  return `${HELLO} ${name}`;\n}\n"
        "export async function later() {}\n"
    ),
    "/js/numbers.js": "export const three = 3;\n",
}


def run(script: str) -> str:
    """Return what Node prints; a module script is strict."""
    done = subprocess.run(
        ["node", "--input-type=module"],
        input=script,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout


def test_the_script_does_what_the_modules_do() -> None:
    said = json.loads(run(linked("/js/main.js", MODULES)))
    names = ["DREI", "HELLO", "greet", "later"]
    assert said == [6, 2, "hallo", "hallo", "hallo 6", names]


def test_a_module_runs_once_and_after_what_it_imports() -> None:
    modules = {
        "/a.js": 'import { b } from "./b.js";\nimport { c } from "./c.js";\nconsole.log(b, c);\n',
        "/b.js": 'import { c } from "./c.js";\nconsole.log("b");\nexport const b = c;\n',
        "/c.js": 'console.log("c");\nexport const c = 1;\n',
    }
    assert run(linked("/a.js", modules)).split() == ["c", "b", "1", "1"]


@pytest.mark.parametrize(
    "source",
    [
        'import { a } from "./missing.js";\n',
        'import { a } from "./main.js";\n',
        'import "./numbers.js";\n',
        'import three from "./numbers.js";\n',
        "export default 3;\n",
        "export let changing = 3;\n",
        'export * from "./numbers.js";\n',
        "const here = import.meta.url;\n",
        "await 3;\n",
    ],
)
def test_what_is_not_known_stays_in_modules(source: str) -> None:
    main = f'import {{ three }} from "./numbers.js";\n{source}'
    with pytest.raises(CannotLink):
        linked("/js/main.js", {**MODULES, "/js/main.js": main})


def test_the_pages_are_linked_whole() -> None:
    sources = {
        f"/app/{path.relative_to(APP).as_posix()}": without_comments(path.read_text("utf-8"))
        for path in APP.rglob("*.js")
    }
    for entry in ENTRIES:
        script = linked(entry, sources)
        modules = re.findall(r"^const \$module\d+ = ", script, re.MULTILINE)
        assert len(modules) > (4 if "nettest" in entry else 40)
        subprocess.run(
            ["node", "--check", "--input-type=module"], input=script, text=True, check=True
        )
