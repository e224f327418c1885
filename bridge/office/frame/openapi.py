"""PURE. The office's routes as an OpenAPI description, for programs and for tests. No I/O.

It is made of the same `OfficeRoute`s as the pages: nothing in it can be forgotten or out of date.
"""

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from bridge.office.frame.routes import NoFields, OfficeRoute

VERSION = "3.1.0"

PLACE = re.compile(r"\{(\w+)(?::((?:[^{}]|\{[^{}]*\})+))?\}")
"""One variable of a path, with its pattern: `{loan:\\d{1,9}}`."""

ANSWERS = {
    "200": "The page.",
    "303": "Done: the page that shows it, or the sign-in.",
    "401": "Nobody is signed in.",
    "403": "A passkey has to be used first.",
    "404": "There is no such page or row, or it is another school's.",
    "409": "Not done, with the reason in words.",
    "413": "The body is too large.",
    "422": "The form again, with what is wrong in it.",
    "429": "Too many requests.",
    "503": "The database does not answer.",
}


def describe(routes: Iterable[OfficeRoute], url: str, version: str, cookie: str) -> dict[str, Any]:
    """Return the description.

    Args:
        routes: All of them.
        url: Address of the bridge.
        version: Of the protocol, which grows with everything that programs can see.
        cookie: Name of the session's cookie.
    """
    paths: dict[str, dict[str, Any]] = {}
    shapes: dict[str, Any] = {}
    for route in routes:
        shape = None
        if route.fields is not NoFields:
            (shape,), found = msgspec.json.schema_components(
                [route.fields], ref_template="#/components/schemas/{name}"
            )
            shapes |= found
        path = PLACE.sub(r"{\1}", route.path)
        paths.setdefault(path, {})[route.method.lower()] = _operation(route, shape, shapes)
    return {
        "openapi": VERSION,
        "info": {"title": "Karlsson's office", "version": version},
        "servers": [{"url": url}],
        "paths": paths,
        "components": {
            "schemas": shapes,
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": cookie},
            },
        },
    }


def _operation(
    route: OfficeRoute, shape: dict[str, Any] | None, shapes: dict[str, Any]
) -> dict[str, Any]:
    parameters = [_variable(*found) for found in PLACE.findall(route.path)]
    operation: dict[str, Any] = {
        "summary": _summary(route),
        "security": [] if route.is_public else [{"session": []}],
        "responses": {code: {"description": words} for code, words in ANSWERS.items()},
    }
    if route.method == "GET" and shape is not None:
        fields = shapes[shape["$ref"].rpartition("/")[2]]
        parameters += [
            {
                **{"name": name, "in": "query", "schema": one},
                "required": name in fields.get("required", ()),
            }
            for name, one in fields["properties"].items()
        ]
    if route.method == "POST" and route.takes_file:
        content = {"multipart/form-data": {"schema": {"type": "object"}}}
        operation["requestBody"] = {"content": content}
    elif route.method == "POST":
        form = shape or {"type": "object", "properties": {}, "additionalProperties": False}
        operation["requestBody"] = {
            "content": {"application/x-www-form-urlencoded": {"schema": form}}
        }
    if parameters:
        operation["parameters"] = parameters
    return operation


def _variable(name: str, pattern: str) -> dict[str, Any]:
    shape: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 100}
    if pattern.startswith(r"\d"):
        most = re.search(r",(\d+)\}", pattern)
        shape = {"type": "integer", "minimum": 0, "maximum": 10 ** int(most[1]) - 1 if most else 9}
    elif pattern:
        shape = {"type": "string", "pattern": f"^{pattern}$"}
    return {"name": name, "in": "path", "required": True, "schema": shape}


def _summary(route: OfficeRoute) -> str:
    who = "everybody" if route.is_public else f"members who may {route.permission}"
    if not route.is_public and route.permission is None:
        who = "every member"
    return f"For {who}" + (", with a fresh passkey" if route.is_fresh else "")
