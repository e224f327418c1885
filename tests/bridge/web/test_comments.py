import json
import shutil
import subprocess
from pathlib import Path

import pytest

from bridge.web.comments import without_comments

APP = Path(__file__).parents[3] / "pupil_app"


@pytest.mark.parametrize(
    ("script", "left"),
    [
        ("// why\nlet a = 1;\n", "\nlet a = 1;\n"),
        ("/**\n * what\n */\nlet a = 1;\n", "\n\n\nlet a = 1;\n"),
        ("  /* inner */\nlet a = 1;", "\nlet a = 1;"),
        ("let a = 1; // behind\n", "let a = 1; // behind\n"),
        ('let a = "http://b";\n', 'let a = "http://b";\n'),
        ("f(/** @type {any} */ (b));\n", "f(/** @type {any} */ (b));\n"),
        ("/* a */ let b = 1; /* c */\n", "/* a */ let b = 1; /* c */\n"),
        ("// last", ""),
        ("", ""),
    ],
)
def test_only_whole_lines_go_and_the_others_keep_their_numbers(script: str, left: str) -> None:
    assert without_comments(script) == left


TRANSPILE = """
const ts = require(process.argv[1]);
const options = { target: "esnext", module: "esnext", removeComments: true };
const scripts = JSON.parse(require("fs").readFileSync(0, "utf8"));
const compiled = (text) => ts.transpileModule(text, { compilerOptions: options }).outputText;
process.stdout.write(JSON.stringify(scripts.map(compiled)));
"""


@pytest.mark.thorough
def test_a_compiler_makes_the_same_of_the_app_without_its_comments() -> None:
    scripts = [path.read_text(encoding="utf-8") for path in sorted(APP.rglob("*.js"))]
    assert len(scripts) > 50
    sent = [without_comments(script) for script in scripts]
    assert sum(map(len, sent)) < 0.8 * sum(map(len, scripts))
    assert _compiled(sent) == _compiled(scripts)


def _compiled(scripts: list[str]) -> list[str]:
    found = shutil.which("tsc")
    assert found
    library = Path(found).resolve().parents[1] / "lib/typescript.js"
    done = subprocess.run(
        ["node", "-e", TRANSPILE, str(library)],
        input=json.dumps(scripts),
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    made: list[str] = json.loads(done.stdout)
    return made
