from pathlib import Path
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from bridge.process.config_file import ConfigError, Section, load, load_usual


class Camera(Section, frozen=True):
    source: str = "classroom:"
    width_px: Annotated[int, Meta(ge=160, le=3840)] = 640


class Lamp(Section, frozen=True):
    name: str


class Config(Section, frozen=True):
    camera: Camera = Camera()
    lamps: tuple[Lamp, ...] = ()
    spare: Lamp | None = None


class Strict(Section, frozen=True):
    camera: Camera


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "robot.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def complaint(path: Path | None, environment: dict[str, str] | None = None) -> str:
    with pytest.raises(ConfigError) as caught:
        load(path, Config, environment or {})
    return str(caught.value)


def test_a_file_fills_what_it_names_and_defaults_fill_the_rest(tmp_path: Path) -> None:
    config = load(written(tmp_path, "[camera]\nwidth_px = 320\n"), Config, {})
    assert config == Config(camera=Camera(width_px=320))


def test_without_a_file_the_defaults_hold() -> None:
    assert load(None, Config, {"PATH": "/bin", "KARLSSON_HOME": "/x"}) == Config()


def test_a_variable_goes_over_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, '[camera]\nwidth_px = 320\nsource = "a"\n')
    environment = {
        "KARLSSON_CAMERA__WIDTH_PX": "1280",
        "KARLSSON_CAMERA__SOURCE": "file:b.mp4",
        "KARLSSON_FEETECH__PORT": "belongs to another process",
    }
    assert load(path, Config, environment).camera == Camera("file:b.mp4", 1280)


def test_an_unknown_key_is_named_with_what_is_allowed(tmp_path: Path) -> None:
    path = written(tmp_path, "[camera]\nwidth = 320\n")
    text = complaint(path)
    assert text == f"{path}: camera.width = 320: unknown key; allowed here: source, width_px"


def test_an_unknown_table_is_named_with_what_is_allowed(tmp_path: Path) -> None:
    path = written(tmp_path, "[kamera]\nwidth = 320\n")
    assert complaint(path) == f"{path}: kamera: unknown key; allowed here: camera, lamps, spare"


def test_a_value_out_of_bounds_is_named_with_its_bound(tmp_path: Path) -> None:
    path = written(tmp_path, "[camera]\nwidth_px = 100\n")
    text = complaint(path)
    assert text.startswith(f"{path}: camera.width_px = 100: ")
    assert ">= 160" in text


def test_a_value_of_the_wrong_kind_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, '[camera]\nwidth_px = "wide"\n')
    text = complaint(path)
    assert text.startswith(f"{path}: camera.width_px = 'wide': ")
    assert "int" in text


def test_a_mistake_within_a_list_or_an_optional_table_is_named(tmp_path: Path) -> None:
    text = complaint(written(tmp_path, '[[lamps]]\nname = "eye"\nvolt = 5\n'))
    assert "volt" in text
    assert "allowed here: name" in text
    text = complaint(written(tmp_path, '[spare]\nname = "eye"\nvolt = 5\n'))
    assert "spare.volt = 5: unknown key; allowed here: name" in text


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    with pytest.raises(ConfigError, match="camera"):
        load(path, Strict, {})


def test_without_a_file_what_is_missing_asks_for_one() -> None:
    with pytest.raises(ConfigError) as caught:
        load(None, Strict, {})
    assert str(caught.value) == (
        "the environment: camera: this table is missing; --config names a file"
    )


def test_a_mistake_within_a_list_shows_which_entry_and_its_value(tmp_path: Path) -> None:
    path = written(tmp_path, '[[lamps]]\nname = "eye"\n[[lamps]]\nname = 5\n')
    assert complaint(path) == (f"{path}: lamps[1].name = 5: must be text in quotes, not an integer")


def test_a_number_that_is_none_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "[camera]\nwidth_px = nan\n")
    assert complaint(path) == f"{path}: camera.width_px = nan: must be a number with a value"


def test_a_password_in_an_address_is_not_shown(tmp_path: Path) -> None:
    path = written(tmp_path, '[camera]\nsorce = "rtsp://user:canary@camera/"\n')
    assert "canary" not in complaint(path)
    text = complaint(None, {"KARLSSON_CAMERA__WIDTH_PX": "rtsp://user:canary@camera/"})
    assert "canary" not in text


def test_a_variable_of_no_section_is_refused() -> None:
    assert complaint(None, {"KARLSSON_CAMRA__FPS": "5"}) == (
        "KARLSSON_CAMRA__FPS: there is no section [camra]; allowed after KARLSSON_: "
        "CAMERA, LAMPS, SPARE, then __ and the key"
    )


def test_a_mistake_in_a_variable_names_the_variable() -> None:
    text = complaint(None, {"KARLSSON_CAMERA__WIDTH_PX": "5"})
    assert text.startswith("KARLSSON_CAMERA__WIDTH_PX: camera.width_px = 5: ")


def test_a_variable_cannot_turn_a_value_into_a_table(tmp_path: Path) -> None:
    path = written(tmp_path, "camera = 5\n")
    text = complaint(path, {"KARLSSON_CAMERA__WIDTH_PX": "640"})
    assert text == "KARLSSON_CAMERA__WIDTH_PX: camera is not a table"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[camera", "line 1: [camera: a section stands alone on its line"),
        (b"\xff\xfe", 'the file is saved as "Unicode" (UTF-16); save it as UTF-8'),
        (b"[camera]\n# M\xfcller", "line 2: holds a letter that is not UTF-8"),
        ("a = 1\na = 2", "line 2: a = 2: this key stands in line 1 already"),
    ],
)
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, content: str | bytes, reason: str) -> None:
    path = written(tmp_path, content)
    assert complaint(path).startswith(f"{path}: {reason}")


def test_a_mark_that_editors_of_windows_write_is_taken(tmp_path: Path) -> None:
    path = written(tmp_path, b"\xef\xbb\xbf[camera]\r\nwidth_px = 320\r\n")
    assert load(path, Config, {}).camera.width_px == 320


def test_the_usual_file_is_read_where_none_is_named(tmp_path: Path) -> None:
    usual = tmp_path / "robot.toml"
    with pytest.raises(ConfigError) as caught:
        load_usual(None, usual, Config, {}, "run it with sudo")
    assert str(caught.value) == f"{usual} is not there; name another file with --config"
    written(tmp_path, "[camera]\nwidth_px = 320\n")
    assert load_usual(None, usual, Config, {}, "").camera.width_px == 320
    with pytest.raises(ConfigError, match="is not there"):
        load_usual(tmp_path / "other.toml", usual, Config, {}, "")


def test_a_file_that_may_not_be_read_says_as_whom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "")

    path = written(tmp_path, "")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ConfigError, match="has no right to it; run it with sudo"):
        load_usual(path, path, Config, {}, "run it with sudo")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "missing.toml"
    assert complaint(path) == f"{path}: is not there; name another file with --config"
    assert complaint(tmp_path) == f"{tmp_path}: is a folder; name a file in it"


def test_a_long_value_is_not_shown_whole(tmp_path: Path) -> None:
    path = written(tmp_path, f'[camera]\nwidth_px = "{"x" * 5000}"\n')
    assert len(complaint(path)) < 400


@given(value=st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_variable_gives_a_configuration_or_a_named_error(value: str) -> None:
    for variable in ("KARLSSON_CAMERA__SOURCE", "KARLSSON_CAMERA__WIDTH_PX", "KARLSSON_CAMERA__X"):
        try:
            load(None, Config, {variable: value})
        except ConfigError as error:
            text = str(error)
        else:
            text = variable
        assert variable in text
