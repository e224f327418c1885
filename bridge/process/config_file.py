"""TOML files read into frozen structs, with exact messages about mistakes.

    # robot.toml                        class Camera(Section):
    [camera]                                source: str = "classroom:"
    source = "classroom:"                   width_px: Annotated[int, Meta(ge=160)] = 640

`KARLSSON_CAMERA__WIDTH_PX=320` in the environment overrides `camera.width_px`.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from bridge.process import file_words, toml_words
from bridge.process.config_words import Mistake, lookup, mistake, not_finite, shown
from bridge.process.logs import clean

PREFIX = "KARLSSON_"
ANOTHER = "name another file with --config"

SECTIONS = frozenset(
    {"alarms", "backup", "battery", "board", "body", "bridge", "buttons", "camera"}
    | {"dynamixel", "feetech"}
    | {"find", "fleet", "gpio", "head", "ice", "lights", "limits", "maestro", "mail", "metrics"}
    | {"microphone", "motion", "network"}
    | {"page", "pages", "pca9685", "pwm", "relay", "releases", "robot", "server", "simulated"}
    | {"sound", "speaker"}
    | {"storage", "tls", "updates", "wifi"}
)
"""Sections of all three processes: a variable may be meant for another one. A test compares."""

NO_FILE = "the environment"
"""Name in messages where no file is read."""


class ConfigError(Exception):
    """A configuration cannot be used; the text names file, key, value and what is allowed."""


def wrong(key: str, value: object, what: str) -> ConfigError:
    """Return the error for a value that can never work."""
    return ConfigError(f"{key}{shown((key,), value)}: {what}")


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of every configuration struct; refuses unknown keys."""


Config = TypeVar("Config", bound=Section)


def load(path: Path | None, shape: type[Config], environment: Mapping[str, str]) -> Config:
    """Return the configuration.

    Args:
        path: TOML file; None reads only the environment over the defaults.
        shape: A `Section`; nested ones are TOML tables.
        environment: `os.environ`, or a part of it in tests.

    Raises:
        ConfigError: The file cannot be read, or a key or value is not allowed.
    """
    name = str(path) if path else NO_FILE
    document: dict[str, Any] = {}
    if path is not None:
        document = _read(path)
    origins = _overlay(document, shape, environment)
    place = not_finite(document)
    if place is not None:
        here = Mistake(place, "must be a number with a value")
        value = shown(place, lookup(document, place))
        raise ConfigError(f"{origins.get(here.key, name)}: {here.key}{value}: {here.what}")
    try:
        return msgspec.convert(document, shape, strict=True)
    except msgspec.ValidationError as error:
        raise ConfigError(_explain(name, document, shape, error, origins)) from error


def load_usual(
    named: Path | None,
    usual: Path,
    shape: type[Config],
    environment: Mapping[str, str],
    as_whom: str,
) -> Config:
    """Return the configuration from the file that was named, or from the usual one.

    Args:
        named: As `--config` names it, or None.
        usual: As the handbook puts it.
        as_whom: How to run a command as somebody who may read it.

    Raises:
        ConfigError: As `load`.
    """
    path = named or usual
    try:
        return load(path, shape, environment)
    except ConfigError as error:
        if isinstance(error.__cause__, FileNotFoundError) and named is None:
            raise ConfigError(f"{path} is not there; {ANOTHER}") from error
        if isinstance(error.__cause__, PermissionError):
            raise ConfigError(f"{error}; {as_whom}") from error
        raise


def _read(path: Path) -> dict[str, Any]:
    """Return what the file says.

    Raises:
        ConfigError: It cannot be read, or is no TOML.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        what = file_words.of_file(path, error)
        remedy = f"; {ANOTHER}" if isinstance(error, FileNotFoundError) else ""
        raise ConfigError(f"{path}: {what}{remedy}") from error
    try:
        return toml_words.parse(data)
    except toml_words.NotToml as error:
        raise ConfigError(f"{path}: {error}") from error


def _overlay(
    document: dict[str, Any], shape: type[Section], environment: Mapping[str, str]
) -> dict[str, str]:
    """Put `KARLSSON_*` values over the document; return the variable of each key."""
    origins: dict[str, str] = {}
    for variable in sorted(environment):
        if not variable.startswith(PREFIX) or "__" not in variable:
            continue
        keys = variable.removeprefix(PREFIX).lower().split("__")
        if keys[0] not in shape.__struct_fields__:
            if keys[0] in SECTIONS:
                continue  # another process's
            allowed = ", ".join(name.upper() for name in shape.__struct_fields__)
            raise ConfigError(
                f"{variable}: there is no section [{clean(keys[0])}]; allowed after {PREFIX}: "
                f"{allowed}, then __ and the key"
            )
        table = document
        for key in keys[:-1]:
            table = table.setdefault(key, {})
            if not isinstance(table, dict):
                raise ConfigError(f"{variable}: {'.'.join(keys[:-1])} is not a table")
        table[keys[-1]] = _value(environment[variable])
        origins[".".join(keys)] = variable
    return origins


def _value(text: str) -> Any:
    """Read a variable as a TOML value, or else as plain text."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _explain(
    name: str,
    document: dict[str, Any],
    shape: type[Section],
    error: msgspec.ValidationError,
    origins: dict[str, str],
) -> str:
    """Turn a validation error into: file: key = value: what is allowed."""
    found = mistake(error, shape, document)
    where = origins.get(found.key, name)
    value = lookup(document, found.steps)
    remedy = "; --config names a file" if name == NO_FILE and value is None else ""
    return f"{where}: {found.key}{shown(found.steps, value)}: {found.what}{remedy}"
