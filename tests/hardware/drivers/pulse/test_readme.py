import re
from pathlib import Path

import pytest

from hardware.config.config import load

README = Path(__file__).parents[4] / "hardware" / "drivers" / "pulse" / "README.md"
EXAMPLES = re.findall(r"```toml\n(.*?)```", README.read_text(), re.DOTALL)


@pytest.mark.parametrize("text", EXAMPLES, ids=["pwm", "pca9685", "maestro"])
def test_the_examples_can_be_used(tmp_path: Path, text: str) -> None:
    path = tmp_path / "body.toml"
    path.write_text(text)
    assert f'driver = "{load(path, {}).body.driver}"' in text
