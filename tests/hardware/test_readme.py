import re
from pathlib import Path

import pytest

from hardware.config.config import load

README = Path(__file__).parents[2] / "hardware" / "README.md"


@pytest.mark.parametrize(
    ("driver", "blocks"),
    [
        pytest.param("simulated", 1, id="simulated"),
        pytest.param("gpio", 2, id="gpio"),
        pytest.param("feetech", 3, id="feetech"),
        pytest.param("dynamixel", 4, id="dynamixel"),
        pytest.param("feetech", 6, id="lights-and-battery"),
    ],
)
def test_the_examples_in_the_readme_can_be_used(tmp_path: Path, driver: str, blocks: int) -> None:
    found = re.findall(r"```toml\n(.*?)```", README.read_text(), re.DOTALL)
    text = "\n".join(found[:blocks]).replace('driver = "simulated"', f'driver = "{driver}"')
    path = tmp_path / "body.toml"
    path.write_text(text)
    assert load(path, {}).body.driver == driver


def test_every_promise_names_tests_that_exist() -> None:
    named = re.findall(r"`([\w/]+\.py)`", README.read_text())
    assert named
    assert [name for name in named if not (README.parents[1] / name).exists()] == []
