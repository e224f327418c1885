"""Read a TOML file into frozen structs, and say exactly what is wrong with it.

    # robot.toml                        class Camera(Section):
    [camera]                                source: str = "classroom:"
    source = "classroom:"                   width_px: Annotated[int, Meta(ge=160)] = 640

`KARLSSON_CAMERA__WIDTH_PX=320` in the environment overrides `camera.width_px`.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

PREFIX = "KARLSSON_"


class ConfigError(Exception):
    """A configuration cannot be used; the text names file, key, value and what is allowed."""


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of every configuration struct: unknown keys are refused."""


Config = TypeVar("Config", bound=Section)


def load(path: Path | None, shape: type[Config], environment: Mapping[str, str]) -> Config:
    """Return the configuration.

    Args:
        path: TOML file; None takes the defaults and the environment only.
        shape: A `Section`; nested ones are TOML tables.
        environment: `os.environ`, or a part of it in tests.

    Raises:
        ConfigError: Anything unreadable, unknown or out of bounds.
    """
    name = str(path) if path else "the environment"
    document: dict[str, Any] = {}
    if path is not None:
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ConfigError(f"{path}: {error.strerror}") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path}: not TOML: {error}") from error
    origins = _overlay(document, shape, environment)
    try:
        return msgspec.convert(document, shape, strict=True)
    except msgspec.ValidationError as error:
        raise ConfigError(_explain(name, document, shape, error, origins)) from error


def _overlay(
    document: dict[str, Any], shape: type[Section], environment: Mapping[str, str]
) -> dict[str, str]:
    """Put `KARLSSON_*` values over the document; return which key came from which variable."""
    origins: dict[str, str] = {}
    for variable in sorted(environment):
        if not variable.startswith(PREFIX) or "__" not in variable:
            continue
        keys = variable.removeprefix(PREFIX).lower().split("__")
        if keys[0] not in shape.__struct_fields__:
            continue
        table = document
        for key in keys[:-1]:
            table = table.setdefault(key, {})
            if not isinstance(table, dict):
                raise ConfigError(f"{variable}: {'.'.join(keys[:-1])} is not a table")
        table[keys[-1]] = _value(environment[variable])
        origins[".".join(keys)] = variable
    return origins


def _value(text: str) -> Any:
    """Read a variable as a TOML value, or as plain text where it is none."""
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
    """Turn a validation error into: file: key = value: what is wrong; allowed: ..."""
    text = str(error)
    match = re.search(r" - at `\$\.?([^`]*)`$", text)
    path = match.group(1) if match else ""
    what = text[: match.start()] if match else text
    unknown = re.search(r"unknown field `([^`]*)`", what)
    keys = [key for key in path.split(".") if key]
    if unknown:
        table = _shape_at(shape, keys)
        allowed = ", ".join(sorted(table.__struct_fields__)) if table else "nothing"
        keys = [*keys, unknown.group(1)]
        what = f"unknown key; allowed here: {allowed}"
    key = ".".join(keys)
    where = origins.get(key, name)
    value = _lookup(document, keys)
    shown = "" if value is None or isinstance(value, dict) else f" = {value!r}"[:80]
    return f"{where}: {key}{shown}: {what}"


def _lookup(document: Any, keys: list[str]) -> Any:
    for key in keys:
        if not isinstance(document, dict):
            return None
        document = document.get(key.split("[")[0])
    return document


def _shape_at(shape: type[Section], keys: list[str]) -> type[Section] | None:
    for key in keys:
        fields = {field.encode_name: field.type for field in msgspec.structs.fields(shape)}
        inner = fields.get(key.split("[")[0])
        candidates = [inner, *getattr(inner, "__args__", ())]
        found = [c for c in candidates if isinstance(c, type) and issubclass(c, Section)]
        if not found:
            return None
        shape = found[0]
    return shape
