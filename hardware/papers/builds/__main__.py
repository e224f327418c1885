"""`python -m hardware.papers.builds`: write each build's drawing, tables and paper anew."""

import sys
from pathlib import Path

from bridge.papers.typeset import typeset
from hardware.papers.builds import tables, wiring
from hardware.papers.builds.build import Build, BuildError, read
from hardware.papers.builds.paper import paper

FOLDER = Path(__file__).parent
NAMES = ("simple", "good")


def load(name: str) -> Build:
    """Read one build.

    Raises:
        BuildError: Its data contradicts itself.
    """
    return read((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def files(name: str) -> dict[str, bytes]:
    """Return the files of a build: file name -> content."""
    build = load(name)
    page = (
        f"# {build.title}\n\n{build.about}\n"
        f"Its configuration: [`{build.config}`](../../../{build.config}).\n"
        "How to build and check it: [the body's page](../../README.md).\n\n"
        f"All of it on paper: [{name}.pdf]({name}.pdf).\n\n"
        f"![wiring]({name}.svg)\n\n## Parts\n\n{tables.parts(build)}\n\n"
        "Prices are about those of shops in Germany, rounded, with tax and without postage;\n"
        f"they change. They were looked up in {build.priced}.\n\n"
        f"## Pins\n\n{tables.pins(build)}\n\n"
        f"Made by `python -m hardware.papers.builds` from [`{name}.toml`]({name}.toml).\n"
    )
    template = (FOLDER / "build.typ").read_text(encoding="utf-8")
    return {
        f"{name}.svg": wiring.draw(build).encode(),
        f"{name}.md": page.encode(),
        f"{name}.pdf": typeset(template, paper(build)),
    }


def main() -> int:
    """Write everything; return the exit code."""
    try:
        found = {file: content for name in NAMES for file, content in files(name).items()}
    except BuildError as error:
        print(f"hardware.papers.builds: {error}", file=sys.stderr)
        return 2
    for file, content in found.items():
        (FOLDER / file).write_bytes(content)
        print(FOLDER / file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
