"""Static pages, read once at start and served from memory.

A request path is only looked up in the table of files that were read, so no path leads
outside of the folder.

    /            index.html        /teacher     teacher.html
    /offline     offline.html      /worker.js   worker.js
    /nettest     nettest.html
    /app/<path>  <path>

The service worker lies at the root, since it may answer only for what is below its own address.
"""

import base64
import contextlib
import gzip
import hashlib
import importlib.resources
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from aiohttp import web

from bridge.base.errors import PagesError
from bridge.process import file_words
from bridge.web.comments import without_comments
from bridge.web.linking import CannotLink, linked

MIME = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
"""Types by suffix; files with other suffixes are not served."""


FOR_DEVELOPERS = frozenset({"jsconfig.json", "package.json", "tsconfig.json"})

AT_THE_ROOT = (
    ("/", "index.html"),
    ("/teacher", "teacher.html"),
    ("/offline", "offline.html"),
    ("/nettest", "nettest.html"),
    ("/worker.js", "worker.js"),
)
"""Request paths outside of `/app/`, and their files."""

ENTRIES = ("/app/js/child/main.js", "/app/js/teacher/teacher.js", "/app/js/nettest/main.js")
"""First modules of the pages; each is served with all that it imports as one script."""

MOST_BYTES = 32 * 1024 * 1024
"""Largest size of all files together."""


@dataclass(frozen=True)
class StaticFile:
    """One file in memory."""

    body: bytes
    mime: str
    etag: str
    """Entity tag with its quotation marks."""
    packed: bytes | None = None
    """Body in gzip, if smaller: at 300 kbit/s the app loads in 4.5 s instead of 8.3 s."""

    @property
    def packed_etag(self) -> str:
        """Entity tag of the gzip form; each form has its own (RFC 9110 section 8.8.3)."""
        return f'{self.etag[:-1]}-gzip"'


def installed() -> Traversable:
    """Return the folder of the pages that are installed with this package."""
    return importlib.resources.files("pupil_app")


def read_pages(folder: str) -> Mapping[str, StaticFile]:
    """Return the files by request path.

    Args:
        folder: Folder with `index.html`; empty takes `installed`.

    Raises:
        PagesError: The folder cannot be read, has no `index.html`, or is too large.
    """
    root: Traversable = Path(folder) if folder else installed()
    try:
        files = {f"/app/{path}": _read(file) for path, file in _walk(root, "")}
    except OSError as error:
        what = file_words.of_file(Path(str(folder or root)), error)
        raise PagesError(f"pages.pupil_app = {str(folder or root)!r}: {what}") from error
    if "/app/index.html" not in files:
        raise PagesError(f"pages.pupil_app: no index.html in {folder or root}")
    if sum(len(page.body) for page in files.values()) > MOST_BYTES:
        raise PagesError(f"pages.pupil_app: more than {MOST_BYTES} bytes in {folder or root}")
    for path, name in AT_THE_ROOT:
        if f"/app/{name}" in files:
            files[path] = files[f"/app/{name}"]
    scripts = {path: page.body.decode() for path, page in files.items() if path.endswith(".js")}
    for entry in ENTRIES:
        # Pages of another make may have modules of another kind: they are served one by one.
        with contextlib.suppress(CannotLink):
            files[entry] = static_file(linked(entry, scripts).encode(), MIME[".js"])
    return files


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        hidden = entry.name.startswith((".", "_")) or entry.name in FOR_DEVELOPERS
        if hidden or entry.name == "node_modules":
            continue
        if entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
        elif _suffix(entry.name) in MIME:
            yield f"{prefix}{entry.name}", entry


def _suffix(name: str) -> str:
    return name[name.rfind(".") :] if "." in name else ""


def _read(file: Traversable) -> StaticFile:
    body = file.read_bytes()
    if _suffix(file.name) in (".css", ".js"):
        body = without_comments(body.decode("utf-8")).encode("utf-8")
    return static_file(body, MIME[_suffix(file.name)])


def static_file(body: bytes, mime: str) -> StaticFile:
    """Return a file with its entity tag and its gzip form."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(body).digest()[:16]).rstrip(b"=").decode()
    # Without a timestamp the same file gives the same bytes after each start.
    packed = gzip.compress(body, mtime=0)
    smaller = packed if len(packed) < len(body) else None
    return StaticFile(body, mime, f'"{digest}"', smaller)


def answer(file: StaticFile, if_none_match: str, accept_encoding: str) -> web.Response:
    """Return the response with a file, or 304 if the browser has it.

    Args:
        file: Requested file. It holds no secrets, so compression reveals none.
        if_none_match: Header of the request, or empty.
        accept_encoding: Header of the request, or empty.
    """
    body, etag, encoding = file.body, file.etag, {}
    if file.packed is not None and _takes_gzip(accept_encoding):
        body, etag = file.packed, file.packed_etag
        encoding = {"Content-Encoding": "gzip"}
    headers = {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    held = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    if etag in held or "*" in held:
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, headers=headers | encoding | {"Content-Type": file.mime})


def _takes_gzip(accept_encoding: str) -> bool:
    """Tell whether gzip is accepted; a weight of 0 means no (RFC 9110 section 12.5.3)."""
    for item in accept_encoding.lower().split(","):
        name, _, weight = item.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "").removeprefix("q=").strip("0.") != "" or not weight
    return False


class Pages:
    """Handler of GET and HEAD requests for static files."""

    def __init__(self, files: Mapping[str, StaticFile]) -> None:
        self._files = files

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        file = self._files.get(request.path)
        if file is None:
            raise web.HTTPNotFound
        wanted = request.headers
        return answer(file, wanted.get("If-None-Match", ""), wanted.get("Accept-Encoding", ""))
