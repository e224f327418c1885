import subprocess

import pytest

from packages.making.texts import FILES, texts
from packages.plans.products import PRODUCTS


@pytest.mark.parametrize("name", PRODUCTS)
def test_each_command_has_its_page_and_its_completions(name: str) -> None:
    product = PRODUCTS[name]
    found = texts(product, "0.2.0", 1_790_000_000)
    for command in product.commands:
        page = found[f"/usr/share/man/man1/{command}.1"]
        assert page.startswith(f'.TH {command.upper()} 1 "2026-09-21" "Karlsson 0.2.0"')
        assert FILES[command].keys() <= {
            line[3:-3].replace("\\-", "-") for line in page.split("\n")
        }
        bash = found[f"/usr/share/bash-completion/completions/{command}"]
        done = subprocess.run(
            ["bash", "-c", f"source /dev/stdin && complete -p {command}"],
            input=bash,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert command in done.stdout, done.stderr
        assert f"#compdef {command}" in found[f"/usr/share/zsh/vendor-completions/_{command}"]
    assert len(found) == 3 * len(product.commands)
